package dev.e2e.kubeconfig;

import io.fabric8.kubernetes.api.model.AuthProviderConfig;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a kubeconfig says of a user.
 *
 * @param name in the file of the section
 */
record User(String name, Section section) {
    /** Where fabric8 looks for the file to which it writes an OpenID token that it has renewed. */
    private static final String FILE_OF_USER = "KUBERNETES_CONFIG_AUTH_INFO_FILE_KEY";

    /** The service account of a pod. */
    static User ofPod(Path serviceAccount) {
        Path token = serviceAccount.resolve("token");
        return new User(ApiServerAccess.IN_CLUSTER, new Section(token, Map.of("tokenFile", token.toString())));
    }

    boolean hasCertificate() {
        return section.has("client-certificate") || section.has("client-certificate-data");
    }

    /** The program that says who we are; a token counts more. */
    Optional<Section> plugin() {
        return section.has("token") ? Optional.empty() : section.section("exec");
    }

    /** Puts what proves who we are into a configuration, but for what the plugin says. */
    void put(Config config) {
        config.setClientCertFile(section.pathText("client-certificate"));
        config.setClientCertData(section.text("client-certificate-data"));
        config.setClientKeyFile(section.pathText("client-key"));
        config.setClientKeyData(section.text("client-key-data"));
        config.setClientKeyAlgo(Config.getKeyAlgorithm(config.getClientKeyFile(), config.getClientKeyData()));
        config.setOauthToken(section.text("token"));
        Path token = section.path("tokenFile");
        if (token != null) {
            config.setOauthTokenProvider(new TokenFile(token));
        }
        config.setUsername(section.text("username"));
        config.setPassword(section.text("password"));
        config.setImpersonateUsername(section.text("as"));
        config.setImpersonateGroups(section.texts("as-groups").toArray(String[]::new));
        if (!section.has("token")) {
            section.section("auth-provider").ifPresent(provider -> put(config, provider));
        }
    }

    /** OpenID Connect, which fabric8 knows how to renew. */
    private void put(Config config, Section provider) {
        Map<String, String> settings = provider.textsByName("config");
        String token = settings.getOrDefault("access-token", settings.get("id-token"));
        config.setAutoOAuthToken(token);
        config.setAuthProvider(new AuthProviderConfig(settings, provider.text("name")));
        NamedContext context = new NamedContext(new Context("", List.of(), "", name), name);
        context.setAdditionalProperty(FILE_OF_USER, section.file().toFile());
        config.setCurrentContext(context);
    }
}
