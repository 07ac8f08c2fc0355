// Entry of the `gilscope` command.
process.stdout.write("gilscope\n");
