package dev.e2e.kubeconfig;

import dev.e2e.runtime.NetworkFailure;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A bearer token in a file that is replaced from time to time, as those of service accounts are. It is read for each
 * request, a few hundred bytes for a page of half a thousand objects.
 */
record TokenFile(Path file) implements OAuthTokenProvider {
    @Override
    public String getToken() {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw unreadable("no such file");
        } catch (IOException e) {
            throw unreadable(NetworkFailure.reason(e));
        }
    }

    private IllegalStateException unreadable(String reason) {
        return new IllegalStateException("cannot read the token file %s: %s".formatted(file, reason));
    }
}
