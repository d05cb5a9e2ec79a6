package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** An embedded broker that asks for a password, encrypts, or both, each on a port of its own. */
public final class SecuredKafka implements AutoCloseable {
    /** Of the user and of the key store. */
    public static final String PASSWORD = "only-for-this-test";

    private static final String USER = "somebody";
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"%s;";

    private final EmbeddedKafka kafka;
    private final Path store;
    private final String withPassword;
    private final String encrypted;
    private final String both;

    private SecuredKafka(EmbeddedKafka kafka, Path store, String withPassword, String encrypted, String both) {
        this.kafka = kafka;
        this.store = store;
        this.withPassword = withPassword;
        this.encrypted = encrypted;
        this.both = both;
    }

    /** Starts it with its key store and data below the directory. */
    public static SecuredKafka start(Path directory, List<String> topics) throws Exception {
        Path store = keyStore(directory, "broker");
        try (Socket first = keptPort();
                Socket second = keptPort();
                Socket third = keptPort()) {
            String login = "127.0.0.1:" + first.getLocalPort();
            String tls = "127.0.0.1:" + second.getLocalPort();
            String both = "127.0.0.1:" + third.getLocalPort();
            String known = LOGIN.formatted(USER, PASSWORD, " user_" + USER + "=\"" + PASSWORD + "\"");
            Map<String, String> configuration = new HashMap<>(Map.of(
                    "listeners",
                    "LOGIN://%s,TLS://%s,BOTH://%s".formatted(login, tls, both),
                    "listener.security.protocol.map",
                    "LOGIN:SASL_PLAINTEXT,TLS:SSL,BOTH:SASL_SSL",
                    "sasl.enabled.mechanisms",
                    "PLAIN",
                    "listener.name.login.plain.sasl.jaas.config",
                    known,
                    "listener.name.both.plain.sasl.jaas.config",
                    known,
                    "ssl.keystore.location",
                    store.toString(),
                    "ssl.keystore.password",
                    PASSWORD));
            configuration.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
            configuration.put("allow.everyone.if.no.acl.found", "true"); // until deny() says otherwise
            configuration.put("super.users", "User:ANONYMOUS"); // the brokers and tests, at open()
            EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), topics, configuration);
            return new SecuredKafka(kafka, store, login, tls, both);
        }
    }

    /** Where it neither encrypts nor asks for a password. */
    public String open() {
        return kafka.bootstrapServers();
    }

    /** Where it asks for a password: {@code SASL_PLAINTEXT}. */
    public String withPassword() {
        return withPassword;
    }

    /** Where it encrypts: {@code SSL}. */
    public String encrypted() {
        return encrypted;
    }

    /** Where it does both: {@code SASL_SSL}. */
    public String both() {
        return both;
    }

    /** Its key, and the certificate to trust. */
    public Path store() {
        return store;
    }

    /** The value of {@code sasl.jaas.config} with this password. */
    public static String login(String password) {
        return LOGIN.formatted(USER, password, "");
    }

    /** A file of properties for {@link #both()}, with this password and store. */
    public static Path properties(Path file, String password, Path store) throws IOException {
        return Files.writeString(file, """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=%s
                ssl.truststore.location=%s
                ssl.truststore.password=%s
                """.formatted(login(password), store, PASSWORD));
    }

    /** Takes this right to a topic or group, and no other, from who logs in. */
    public void deny(ResourceType type, String name, AclOperation right) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", open()))) {
            AclBinding others = rule(type, name, AclOperation.ALL, AclPermissionType.ALLOW);
            AclBinding denial = rule(type, name, right, AclPermissionType.DENY);
            admin.createAcls(List.of(others, denial)).all().get(20, TimeUnit.SECONDS);
        }
    }

    /** Gives back what {@link #deny} took. */
    public void allow(ResourceType type, String name, AclOperation right) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", open()))) {
            AclBinding denial = rule(type, name, right, AclPermissionType.DENY);
            admin.deleteAcls(List.of(denial.toFilter())).all().get(20, TimeUnit.SECONDS);
        }
    }

    private static AclBinding rule(ResourceType type, String name, AclOperation right, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:" + USER, "*", right, permission));
    }

    @Override
    public void close() {
        kafka.close();
    }

    /** A key and its own certificate, good for 127.0.0.1; the certificate to trust lies in it too. */
    public static Path keyStore(Path directory, String name) throws IOException, InterruptedException {
        Path file = directory.resolve(name + ".p12");
        String certificate = directory.resolve(name + ".crt").toString();
        Path log = directory.resolve("keytool.log");
        for (String call : List.of(
                "-genkeypair -alias own -keyalg EC -dname CN=" + name + " -ext san=ip:127.0.0.1",
                "-exportcert -alias own -file " + certificate,
                "-importcert -noprompt -alias trusted -file " + certificate)) {
            List<String> command = new ArrayList<>();
            command.add(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            command.addAll(List.of(call.split(" ")));
            command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        }
        return file;
    }

    /** A port that nobody else gets until this is closed, while a server can bind it. */
    private static Socket keptPort() throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }
}
