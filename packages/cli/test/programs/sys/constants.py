import sys

print(sys.version_info[:2], sys.version_info >= (3, 13), sys.version_info.major, sys.version_info.minor, sys.maxsize, sys.maxunicode, sys.byteorder, sys.hexversion >> 16 == 0x30D, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.hash_info.modulus)
print(sys.float_info.min, sys.float_info.mant_dig, sys.getdefaultencoding(), sys.hash_info.width, type(sys.version), type(sys.platform), sys.flags.optimize, sys.__name__, type(sys.implementation.name), sys.implementation.version[:2])
