package dev.e2e.kubeconfig;

import dev.e2e.runtime.NetworkFailure;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program of the kubeconfig that says who we are, by the rules of Kubernetes' client-go credential plugins: what it is
 * told stands in {@code KUBERNETES_EXEC_INFO}, its standard output is an {@code ExecCredential}, its standard error is for
 * people, and it has no terminal here.
 *
 * @param plugin the user's {@code exec}
 * @param server what it may be told of the cluster
 */
record ExecPlugin(Section plugin, Server server) {
    private static final int LARGEST_OUTPUT = 1024 * 1024;

    /**
     * Runs it, and puts what proves who we are into the configuration.
     *
     * @param patience how long it may take
     * @throws PluginException when it brings nothing to prove it with; the thread is still interrupted where that was the
     *     reason
     */
    void prove(Config config, Duration patience) {
        if ("Always".equals(plugin.text("interactiveMode"))) {
            throw failure("wants a terminal (interactiveMode: Always), and there is none here");
        }
        JsonNode status = credential(run(patience)).path("status");
        String token = status.path("token").asString("");
        String certificate = status.path("clientCertificateData").asString("");
        String key = status.path("clientKeyData").asString("");
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

    private JsonNode credential(byte[] output) {
        JsonNode credential;
        try {
            credential = JsonMapper.shared().readTree(output);
        } catch (JacksonException e) {
            throw failure(
                    "printed no ExecCredential, which is JSON"); // its text may be a secret, and so this is no cause
        }
        String version = plugin.required("apiVersion");
        if (!credential.path("kind").asString("").equals("ExecCredential")
                || !credential.path("apiVersion").asString("").equals(version)) {
            throw failure("printed no ExecCredential of " + version);
        }
        return credential;
    }

    private byte[] run(Duration patience) {
        Process process = start();
        try {
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            CompletableFuture<byte[]> errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("did not end within " + patience.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw failure("exited with " + process.exitValue() + lastLine(await(errors, patience)));
            }
            return await(output, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(command());
        Map<String, String> environment = builder.environment();
        environment.put("KUBERNETES_EXEC_INFO", info());
        plugin.sections("env").forEach(variable -> environment.put(variable.required("name"), value(variable)));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            String text = plugin.text("installHint");
            String hint = text == null ? "" : "; " + NetworkFailure.oneLine(text);
            throw failure("cannot be started: " + NetworkFailure.reason(e) + hint, e);
        }
    }

    private List<String> command() {
        String name = plugin.required("command");
        boolean byPath = name.contains("/") || name.contains(File.separator);
        List<String> command = new ArrayList<>();
        command.add(byPath ? String.valueOf(plugin.path("command")) : name);
        command.addAll(plugin.texts("args"));
        return command;
    }

    private static String value(Section variable) {
        String value = variable.text("value");
        return value == null ? "" : value;
    }

    private String info() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("interactive", false);
        if (plugin.isTrue("provideClusterInfo")) {
            spec.put("cluster", cluster());
        }
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("kind", "ExecCredential");
        info.put("apiVersion", plugin.required("apiVersion"));
        info.put("spec", spec);
        return JsonMapper.shared().writeValueAsString(info);
    }

    private Map<String, Object> cluster() {
        Map<String, Object> cluster = new LinkedHashMap<>();
        cluster.put("server", server.url());
        if (server.tlsName() != null) {
            cluster.put("tls-server-name", server.tlsName());
        }
        if (server.unchecked()) {
            cluster.put("insecure-skip-tls-verify", true);
        }
        authority().ifPresent(authority -> cluster.put("certificate-authority-data", authority));
        server.proxy().ifPresent(proxy -> cluster.put("proxy-url", proxy));
        return cluster;
    }

    private Optional<String> authority() {
        String file = server.authorityFile();
        if (server.authority() != null || file == null) {
            return Optional.ofNullable(server.authority());
        }
        try {
            return Optional.of(Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file))));
        } catch (IOException e) {
            throw failure("cannot be told the cluster's authority: " + NetworkFailure.reason(e), e);
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
    private byte[] await(CompletableFuture<byte[]> printed, Duration patience) throws InterruptedException {
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

    private PluginException failure(String what) {
        return failure(what, null);
    }

    private PluginException failure(String what, @Nullable Throwable cause) {
        return new PluginException("exec plugin '%s' %s".formatted(plugin.text("command"), what), cause);
    }
}
