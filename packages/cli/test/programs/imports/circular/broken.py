import broken_too
