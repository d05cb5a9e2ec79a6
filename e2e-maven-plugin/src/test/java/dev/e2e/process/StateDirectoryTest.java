package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void refusesADirectoryInWhichAnybodyCanReplaceFiles() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> StateDirectory.openForWriting(directory))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("777 without the sticky bit")
                .hasMessageContaining("-De2e.directory");
    }

    @Test
    void worksInADirectoryLikeTmp() throws Exception {
        new ProcessBuilder("chmod", "1777", directory.toString()).start().waitFor();

        assertThat(StateDirectory.openForWriting(directory).path()).isEqualTo(directory.toRealPath());
    }

    @Test
    void makesAMissingDirectoryOnlyToStart() throws Exception {
        Path missing = directory.resolve("a/b");

        assertThatThrownBy(() -> StateDirectory.open(missing))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'" + missing + "' is missing");
        StateDirectory.openForWriting(missing);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(missing)))
                .isEqualTo("rwx------");
        assertThat(missing).isEmptyDirectory();
    }

    @Test
    void refusesWhatCannotBeWritten() {
        assertThatThrownBy(() -> StateDirectory.openForWriting(Path.of("/proc/1")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("e2e.directory: '/proc/1' cannot be written");
        assertThatThrownBy(() -> StateDirectory.openForWriting(Path.of("/etc/passwd")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not a directory");
    }

    @Test
    void knowsTheNamesOfWhatLiesThere() throws Exception {
        for (String file : new String[] {
            "e2e-orders-bg.pid", "e2e-db.1-bg.state", "e2e-lonely-bg.log", "e2e--bg.pid", "e2e-..-bg.pid", "other.pid"
        }) {
            Files.createFile(directory.resolve(file));
        }

        assertThat(StateDirectory.open(directory).names())
                .containsExactly(new ProcessName("db.1"), new ProcessName("orders"));
    }

    @Test
    void writesPrivateFilesInOneStepAndLeavesNothingAside() throws Exception {
        StateDirectory opened = StateDirectory.open(directory);
        Path file = directory.resolve("e2e-orders-bg.pid");
        Files.writeString(file, "old");

        opened.owned(file).write("new");

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory.toFile().list()).containsExactly("e2e-orders-bg.pid");
    }

    @Test
    void neitherReadsNorWritesNorDeletesThroughALink() throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(directory.resolve("e2e-orders-bg.state"), victim);
        OwnedFile file = StateDirectory.open(directory).owned(link);

        assertThatThrownBy(file::read).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> file.write("x")).hasMessageContaining("symbolic link");
        assertThatThrownBy(file::delete).hasMessageContaining("symbolic link");
        assertThat(victim).hasContent("precious");
    }

    @Test
    void deletesATreeButNotWhatItsLinksPointAt() throws Exception {
        Path victim = Files.createDirectory(directory.resolve("victim"));
        Files.writeString(victim.resolve("file"), "precious");
        Path work = Files.createDirectories(directory.resolve("e2e-orders-bg.work/deep"));
        Files.createSymbolicLink(work.resolve("link"), victim);

        StateDirectory.open(directory).owned(work.getParent()).deleteTree();

        assertThat(work.getParent()).doesNotExist();
        assertThat(victim.resolve("file")).hasContent("precious");
    }
}
