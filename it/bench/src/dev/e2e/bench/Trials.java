package dev.e2e.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs of one attack: what was not as promised in each, and that nothing is left of it. */
final class Trials {
    private final int runs;
    private final List<String> deviations = new ArrayList<>();

    private Trials(int runs) {
        this.runs = runs;
    }

    /** One run. */
    @FunctionalInterface
    interface Trial {
        void run(Check check, int number) throws Exception;
    }

    /** Notes what is not as promised. */
    static final class Check {
        private final List<String> deviations = new ArrayList<>();

        void that(boolean asPromised, String otherwise) {
            if (!asPromised) {
                deviations.add(otherwise);
            }
        }

        /** A build that was to fail for this reason, and what it said instead. */
        void failed(MavenRun run, String because) {
            that(run.exitCode() != 0, "the build passes");
            that(run.says(because), "the build does not say '" + because + "', but: " + run.text());
        }

        /** No file of the project's processes is there but logs. */
        void noFiles(Project project) throws IOException {
            List<String> files = Bench.files(project.states());
            that(files.isEmpty(), "files are left: " + files);
        }
    }

    /** Tries it so often; whatever is left of a run is a deviation, and is ended before the next. */
    static Trials of(Bench bench, int runs, Trial trial) throws IOException, InterruptedException {
        Trials trials = new Trials(runs);
        for (int number = 0; number < runs; number++) {
            Check check = new Check();
            try {
                trial.run(check, number);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                check.that(false, e.toString());
            }
            String left = bench.left();
            check.that(left.isEmpty(), left);
            if (!check.deviations.isEmpty()) {
                trials.deviations.add(String.join("; ", check.deviations));
            }
        }
        return trials;
    }

    /** The row. */
    Row row(String name, String promised) {
        return Row.behaviour(name, promised, runs, deviations);
    }

    /** Makes an empty directory's worth of state files vanish, such as an attacker's. */
    static void delete(Path... files) throws IOException {
        for (Path file : files) {
            java.nio.file.Files.deleteIfExists(file);
        }
    }
}
