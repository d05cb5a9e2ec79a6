package dev.e2e.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;

/** Whose a file is; a link is nobody's. */
record FileOwner(Path path, UserPrincipal self) {

    /** Whether something is there, and it is this user's and no link. */
    boolean has() {
        try {
            return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(self) && !Files.isSymbolicLink(path);
        } catch (IOException e) {
            return false;
        }
    }

    /** Refuses what is there and somebody else's, or a link. */
    void refuseOthers() throws InvalidInputException {
        try {
            UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
            if (!owner.equals(self)) {
                throw new InvalidInputException(
                        "'%s' belongs to user %s; leave it to them and use another directory with -De2e.directory=…"
                                .formatted(path, owner.getName()));
            }
        } catch (NoSuchFileException e) {
            return; // nothing there is nothing of somebody else's
        } catch (IOException e) {
            throw new InvalidInputException("'%s' cannot be looked at: %s".formatted(path, Disk.reason(e)), e);
        }
        if (Files.isSymbolicLink(path)) {
            throw new InvalidInputException(
                    "'%s' is a symbolic link, which we never follow; look at it and remove it".formatted(path));
        }
    }

    /** One that is a pipe, for example, would keep its reader waiting. */
    void refuseNoFile() throws IOException, InvalidInputException {
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw new InvalidInputException("'%s' is no plain file; look at it and remove it".formatted(path));
        }
    }
}
