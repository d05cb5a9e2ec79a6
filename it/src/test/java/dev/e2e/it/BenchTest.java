package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark is run by hand; that it still compiles is seen here. */
class BenchTest {
    @TempDir
    Path classes;

    @Test
    void itsProgramsCompile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("bench/src"))) {
            List<Path> programs =
                    sources.filter(it -> it.toString().endsWith(".java")).toList();
            List<String> options = List.of("-Xlint:all", "-Werror", "--release", "17", "-d", classes.toString());

            assertThat(compiler.getTask(
                                    messages, files, null, options, null, files.getJavaFileObjectsFromPaths(programs))
                            .call())
                    .as("%s", messages)
                    .isTrue();
        }
        assertThat(classes.resolve("dev/e2e/bench/Rows.class")).exists();
    }
}
