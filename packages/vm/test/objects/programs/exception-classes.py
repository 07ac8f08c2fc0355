"""The built-in exception classes: each line is an expression to evaluate."""

def t(s):
    try: print(s, "=>", repr(eval(s)))
    except BaseException as e: print(s, "=>", type(e).__name__, str(e))
for s in """BaseException()
Exception(1)
Exception(1,'a')
str(Exception())
str(Exception(1))
str(Exception(1,2))
str(Exception('a'))
Exception(1).args
Exception(x=1)
BaseException.__new__(Exception, x=1)
KeyError('a')
str(KeyError('a'))
str(KeyError('a','b'))
str(KeyError())
StopIteration(3).value
StopIteration().value
StopIteration(1,2).value
SystemExit(3).code
SystemExit().code
SystemExit(1,2).code
OSError(2,'x')
str(OSError(2,'x'))
str(OSError(2,'x','f'))
str(OSError(2,'x','f',None,'g'))
OSError(2,'x','f').args
OSError(2,'x','f').filename
OSError(2,'x').filename
OSError('a').errno
OSError().errno
str(OSError('a'))
OSError(2,'x','f',None,'g').filename2
type(OSError(13,'x'))
[type(OSError(n,'x')) for n in range(130)]
FileNotFoundError(2,'x','f')
FileNotFoundError('x').errno
BlockingIOError(11,'x',5).characters_written
BlockingIOError(11,'x').characters_written
OSError(1,2,3,4,5,6)
OSError(1,2,3,4,5,6).args
OSError(x=1)
ImportError('m', name='n', path='p').name
ImportError('m', name='n', path='p')
ImportError('m', foo='p')
ImportError('m').msg
ImportError().msg
ImportError(1,2).msg
str(ImportError('m'))
ImportError('m', name_from='x').name_from
NameError('m', name='n').name
NameError('m').name
NameError('m', foo=1)
AttributeError('m', name='n', obj=3).obj
AttributeError('m').obj
AttributeError('m', foo=1)
AttributeError().name
SyntaxError('m').msg
SyntaxError('m',('f',1,2,'t')).lineno
SyntaxError('m',('f',1,2,'t',3,4)).end_offset
SyntaxError('m',('f',1,2,'t',3))
SyntaxError('m',('f',1))
SyntaxError('m',3)
str(SyntaxError('m',('f',1,2,'t')))
str(SyntaxError('m',('/a/b/f',1,2,'t')))
str(SyntaxError('m',('f',None,2,'t')))
str(SyntaxError('m',(None,1,2,'t')))
str(SyntaxError('m'))
str(SyntaxError())
SyntaxError('m',('f',1,2,'t'))
SyntaxError('m').print_file_and_line
UnicodeDecodeError('utf-8', b'abc\\xff', 3, 4, 'bad')
str(UnicodeDecodeError('utf-8', b'abc\\xff', 3, 4, 'bad'))
str(UnicodeDecodeError('utf-8', b'abc\\xff', 2, 4, 'bad'))
str(UnicodeEncodeError('ascii', 'ab\\xe9', 2, 3, 'bad'))
str(UnicodeEncodeError('ascii', 'ab\\u20ac', 2, 3, 'bad'))
str(UnicodeEncodeError('ascii', 'ab\\U0001f600', 2, 3, 'bad'))
str(UnicodeEncodeError('ascii', 'ab\\U0001f600', 1, 3, 'bad'))
str(UnicodeTranslateError('ab\\xe9', 2, 3, 'bad'))
str(UnicodeTranslateError('ab\\xe9', 1, 3, 'bad'))
UnicodeDecodeError('utf-8', 'abc', 3, 4, 'bad')
UnicodeDecodeError(1, b'abc', 3, 4, 'bad')
UnicodeDecodeError('a', b'abc', 'x', 4, 'bad')
UnicodeDecodeError('a', b'abc')
UnicodeEncodeError('a', b'abc', 1, 2, 'x')
UnicodeEncodeError('a')
UnicodeTranslateError('a')
UnicodeTranslateError(b'a',1,2,'a')
UnicodeDecodeError('utf-8', b'abc', 3, 4, 'bad').start
UnicodeDecodeError('utf-8', b'abc', 3, 4, 'bad').args
UnicodeError(1,2)
Exception().with_traceback(3)
Exception().with_traceback(None)
Exception().add_note(3)
Exception().add_note('a')
Exception().__notes__
setattr(Exception(),'args',3)
setattr(Exception(),'args',[1])
delattr(Exception(),'args')
setattr(Exception(),'__traceback__',3)
delattr(Exception(),'__traceback__')
setattr(Exception(),'__cause__',3)
delattr(Exception(),'__cause__')
setattr(Exception(),'__context__',3)
delattr(Exception(),'__context__')
setattr(Exception(),'__suppress_context__',3)
Exception().__suppress_context__
Exception().__cause__
Exception().__setstate__({'a':1})
Exception().__setstate__(3)
Exception(1).__reduce__()
Exception().__dict__
ExceptionGroup('m',[ValueError(1),TypeError(2)])
str(ExceptionGroup('m',[ValueError(1),TypeError(2)]))
str(ExceptionGroup('m',[ValueError(1)]))
ExceptionGroup('m',[])
ExceptionGroup('m',3)
ExceptionGroup('m',[1])
ExceptionGroup('m',[KeyboardInterrupt()])
BaseExceptionGroup('m',[KeyboardInterrupt()])
type(BaseExceptionGroup('m',[ValueError()]))
ExceptionGroup(1,[ValueError(1)])
ExceptionGroup('m')
ExceptionGroup('m',[ValueError(1)]).exceptions
ExceptionGroup('m',[ValueError(1)]).message
ExceptionGroup('m',[ValueError(1)]).args
ExceptionGroup('m',[ValueError(1),TypeError(2)]).split(ValueError)
ExceptionGroup('m',[ValueError(1),TypeError(2)]).subgroup(ValueError)
ExceptionGroup('m',[ValueError(1),TypeError(2)]).split((ValueError,TypeError))
ExceptionGroup('m',[ValueError(1),ExceptionGroup('n',[TypeError(2),ValueError(3)])]).split(ValueError)
ExceptionGroup('m',[ValueError(1),TypeError(2)]).split(lambda e: isinstance(e,TypeError))
ExceptionGroup('m',[ValueError(1),TypeError(2)]).split(3)
ExceptionGroup('m',[ValueError(1),TypeError(2)]).split(int)
ExceptionGroup('m',[ValueError(1)]).subgroup(KeyError)
ExceptionGroup('m',[ValueError(1)]).derive([TypeError()])
ExceptionGroup[int]
type('EG',(BaseExceptionGroup,),{})('m',[KeyboardInterrupt()])
type('EG',(ExceptionGroup,),{})('m',[KeyboardInterrupt()])
type('EG',(BaseExceptionGroup,Exception),{})('m',[KeyboardInterrupt()])
(lambda **k: ValueError(**k))(a=1)
type('E',(Exception,),{'__init__': lambda self,*a,**k: None})(1,x=2)
type('E',(Exception,),{'__init__': lambda self,*a,**k: None})(1,x=2).args
type('E',(OSError,),{})(2,'x')
type('E',(OSError,),{'__init__': lambda self,*a: None})(2,'x').errno
MemoryError()
StopAsyncIteration(1)
type('E',(StopIteration,),{})(1).value
ExceptionGroup.__mro__
UnicodeDecodeError.__mro__
setattr(StopIteration(1),'value',4)
KeyError.__str__(3)
OSError(2,'x').__reduce__()
ImportError('m',name='n').__reduce__()
ExceptionGroup('m',[ValueError(1)]).__reduce__()
setattr(OSError(2,'x'),'errno',5)
IOError is OSError, EnvironmentError is OSError""".split("\n"): t(s)
