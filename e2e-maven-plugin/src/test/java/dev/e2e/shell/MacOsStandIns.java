package dev.e2e.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.e2e.process.Children;
import dev.e2e.process.MacOs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * What makes the script that of macOS: its functions for that system in place of Linux's, and programs in place of those that
 * they name by their paths. The programs give out what manuals and sources of macOS say, of the processes of this system.
 */
final class MacOsStandIns {
    /** Linux's ps, which shows environments by another option. */
    private static final String PS = """
            #!/bin/sh
            e=e
            [ ! -e "${0%/*}/hides" ] || e=
            case $1 in
              -E) shift 2; exec ps "ww$e" "$@" ;;
              -axE) shift 2; exec ps "wwax$e" "$@" ;;
              -ww) shift; exec ps ww "$@" ;;
              -ax) exec ps "$@" ;;
              *) exit 1 ;;
            esac
            """;

    /** The kernel's answer to sysctl(3), at the places of struct kinfo_proc that Jenkins and go-ps name as well. */
    private static final String KERNEL = """
            package Kernel;
            BEGIN { *CORE::GLOBAL::syscall = \\&answer }
            sub answer {
              my ($number, $name, $words) = @_;
              my ($control, $what, $which, $pid) = unpack "i4", $name;
              "$number $words $control $what $which" eq "202 4 1 14 1" or die "no such call";
              unpack("Q", $_[4]) >= 648 && length($_[3]) >= 648 or return -1;
              $_[4] = pack "Q", 0;
              open my $file, "<", "/proc/$pid/stat" or return 0;
              my ($state, $parent, $group, @rest) = split " ", (join "", <$file>) =~ s/.*\\)//sr;
              defined $group or return 0;
              open my $boot, "<", "@DIRECTORY@/boot-time" or die;
              my $start = <$boot> + 10 * $rest[16];
              substr($_[3], 0, 8) = pack "q", int($start / 1000);
              substr($_[3], 8, 4) = pack "l", $start % 1000 * 1000 + 999;
              substr($_[3], 36, 1) = chr(($state eq "Z") ? 5 : ($state eq "T") ? 4 : 3);
              substr($_[3], 40, 4) = pack "l", $pid;
              substr($_[3], 560, 4) = pack "l", $parent;
              substr($_[3], 564, 4) = pack "l", $group;
              $_[4] = pack "Q", 648;
              return 0;
            }
            1;
            """;

    private final Path directory;

    /** Makes the script one for macOS; it has been written. */
    MacOsStandIns(Children children, Helper helper) throws Exception {
        for (String needed : List.of("perl -MTime::HiRes -MPOSIX -e 1", "ps -p 1")) {
            assumeThat(new ProcessBuilder("sh", "-c", needed + " >/dev/null 2>&1")
                            .start()
                            .waitFor())
                    .as(needed + ", which works on every macOS and does not on this machine")
                    .isZero();
        }
        directory = Files.createDirectories(children.directory().resolve("macos"));
        program("ps", PS);
        program("sysctl", "#!/bin/sh\n[ \"$*\" = '-n kern.bootsessionuuid' ] && echo " + MacOs.BOOT + "\n");
        program("perl", "#!/bin/sh\nexec perl -I'%s' -MKernel \"$@\"\n".formatted(directory));
        program("netstat", "#!/bin/sh\ncat '%s/connections'\n".formatted(directory));
        Files.writeString(directory.resolve("Kernel.pm"), KERNEL.replace("@DIRECTORY@", directory.toString()));
        Files.writeString(directory.resolve("boot-time"), Long.toString(MacOs.bootTime(children.table())));
        listening("");
        Files.writeString(helper.script(), script(Files.readString(helper.script())));
    }

    private String script(String text) {
        String linux = HelperScript.part("linux.sh");
        assertThat(text).contains(linux);
        return text.replace(linux, HelperScript.part("macos.sh"))
                .replace("/bin/ps", directory.resolve("ps").toString())
                .replace("/usr/sbin/", directory + "/")
                .replace("/usr/bin/perl", directory.resolve("perl").toString());
    }

    private void program(String name, String text) throws IOException {
        Path program = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    /** The kernel shows no environments from now on. */
    MacOsStandIns hiding(MacOs.Environments environments) throws IOException {
        if (environments == MacOs.Environments.HIDDEN) {
            Files.createFile(directory.resolve("hides"));
        }
        return this;
    }

    /** What {@code netstat} shows from now on. */
    void listening(String connections) throws IOException {
        Files.writeString(directory.resolve("connections"), connections);
    }

    /** A program fails from now on. */
    void breaks(String program) throws IOException {
        program(program, "#!/bin/sh\nexit 1\n");
    }
}
