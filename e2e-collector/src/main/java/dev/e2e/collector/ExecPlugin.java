package dev.e2e.collector;

import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A program of the kubeconfig that says who we are, by the rules of Kubernetes' client-go credential plugins: what it is
 * told stands in {@code KUBERNETES_EXEC_INFO}, its standard output is an {@code ExecCredential}, its standard error is for
 * people, and it has no terminal here.
 *
 * @param kubeconfig the file that names it; a command with a relative path is relative to this
 * @param patience how long it may take
 */
record ExecPlugin(ExecConfig plugin, Path kubeconfig, Duration patience) {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int LARGEST_OUTPUT = 1024 * 1024;

    /** A plugin that did not say who we are; its message is the reason in one line, without anything that it printed as proof. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Runs it, and puts what proves who we are into the configuration.
     *
     * @throws Failure when it brings nothing to prove it with; the thread is still interrupted where that was the reason
     */
    void prove(Config config) {
        if ("Always".equals(plugin.getInteractiveMode())) {
            throw failure("wants a terminal (interactiveMode: Always), and there is none here");
        }
        JsonValue credential = credential(run(config));
        JsonValue status = credential.at("status");
        String token = status.at("token").text("");
        String certificate = status.at("clientCertificateData").text("");
        String key = status.at("clientKeyData").text("");
        if (token.isEmpty() && (certificate.isEmpty() || key.isEmpty())) {
            throw failure("returned neither a token nor a certificate with its key");
        }
        if (!token.isEmpty()) {
            config.setOauthTokenProvider(() -> token);
        }
        if (!certificate.isEmpty() && !key.isEmpty()) {
            config.setClientCertFile(null);
            config.setClientKeyFile(null);
            config.setClientCertData(base64(certificate));
            config.setClientKeyData(base64(key));
            config.setClientKeyAlgo(Config.getKeyAlgorithm(null, config.getClientKeyData()));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonValue credential(byte[] output) {
        JsonValue credential;
        try {
            credential = JsonValue.read(new ByteArrayInputStream(output));
        } catch (JacksonException e) {
            throw failure(
                    "printed no ExecCredential, which is JSON"); // its text may be a secret, and so this is no cause
        }
        String version = credential.at("apiVersion").text("");
        if (!credential.at("kind").text("").equals("ExecCredential") || !version.equals(plugin.getApiVersion())) {
            throw failure("printed no ExecCredential of " + plugin.getApiVersion());
        }
        return credential;
    }

    private byte[] run(Config config) {
        Process process = start(config);
        try {
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            CompletableFuture<byte[]> errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("did not end within " + patience.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw failure("exited with " + process.exitValue() + lastLine(await(errors)));
            }
            return await(output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(Config config) {
        ProcessBuilder builder = new ProcessBuilder(command());
        Map<String, String> environment = builder.environment();
        environment.put("KUBERNETES_EXEC_INFO", info(config));
        if (plugin.getEnv() != null) {
            plugin.getEnv().forEach(variable -> environment.put(variable.getName(), variable.getValue()));
        }
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            String hint = plugin.getInstallHint() == null ? "" : "; " + NetworkFailure.oneLine(plugin.getInstallHint());
            throw failure("cannot be started: " + NetworkFailure.reason(e) + hint, e);
        }
    }

    private List<String> command() {
        String name = plugin.getCommand();
        boolean byPath = name.contains("/") || name.contains(File.separator);
        List<String> command = new ArrayList<>();
        command.add(byPath ? kubeconfig.toAbsolutePath().resolveSibling(name).toString() : name);
        command.addAll(plugin.getArgs() == null ? List.of() : plugin.getArgs());
        return command;
    }

    private String info(Config config) {
        byte[] info = SnapshotWriter.json(json -> {
            Fields fields = new Fields(json);
            json.writeStartObject();
            fields.text("kind", "ExecCredential").text("apiVersion", plugin.getApiVersion());
            json.writeObjectPropertyStart("spec");
            fields.truth("interactive", false);
            if (Boolean.TRUE.equals(plugin.getProvideClusterInfo())) {
                fields.object("cluster", config, ExecPlugin::cluster);
            }
            json.writeEndObject();
            json.writeEndObject();
        });
        return new String(info, StandardCharsets.UTF_8);
    }

    private static void cluster(Config config, Fields fields) {
        fields.text("server", config.getMasterUrl());
        if (config.getTlsServerName() != null) {
            fields.text("tls-server-name", config.getTlsServerName());
        }
        if (config.isTrustCerts()) {
            fields.truth("insecure-skip-tls-verify", true);
        }
        if (config.getCaCertData() != null) {
            fields.text("certificate-authority-data", config.getCaCertData());
        }
    }

    private static byte[] read(InputStream stream) {
        try (stream) {
            return stream.readNBytes(LARGEST_OUTPUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was printed; a child that outlives the plugin may keep the stream open. */
    private byte[] await(CompletableFuture<byte[]> printed) throws InterruptedException {
        try {
            return printed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure("cannot be read: " + NetworkFailure.reason(e), e);
        } catch (TimeoutException e) {
            throw failure("left a process behind that keeps its output open", e);
        }
    }

    private static String lastLine(byte[] errors) {
        List<String> lines = new String(errors, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return lines.isEmpty() ? "" : ": " + NetworkFailure.oneLine(lines.get(lines.size() - 1));
    }

    private Failure failure(String what) {
        return failure(what, null);
    }

    private Failure failure(String what, @Nullable Throwable cause) {
        return new Failure("exec plugin '%s' %s".formatted(plugin.getCommand(), what), cause);
    }
}
