/** All built-in modules, in the order in which their declarations are evaluated. */
import "./builtins.ts";
import "./sys.ts";
import "./io.ts";
import "./time.ts";
import "./errno.ts";
import "./posix.ts";
import "./operator.ts";
import "./_traceback.ts";
import "./dis.ts";
import "./gc.ts";
import "./_collections.ts";
import "./_thread.ts";
import "./_queue.ts";
import "./math.ts";
import "./random.ts";
import "./struct.ts";
import "./array.ts";
