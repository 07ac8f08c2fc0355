from broken import something
