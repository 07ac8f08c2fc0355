print("before the import")
import broken

print("never")
