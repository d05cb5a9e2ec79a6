package dev.e2e.it;

import java.nio.file.Path;

/** One who starts, in a JVM to be killed: for nobody, and then it ends; or as a build, and then it stops when it is told. */
final class StarterMain {
    private StarterMain() {}

    /** Arguments: the project, the directory for states, and whether as a build. */
    public static void main(String[] arguments) throws Exception {
        Managed managed = new Managed(Path.of(arguments[0]), Path.of(arguments[1]));
        if (Boolean.parseBoolean(arguments[2])) {
            managed.startOwned();
            System.out.println("started");
            if (System.in.read() >= 0) {
                managed.stop().lines().forEach(System.out::println);
            }
        } else {
            managed.start();
        }
    }
}
