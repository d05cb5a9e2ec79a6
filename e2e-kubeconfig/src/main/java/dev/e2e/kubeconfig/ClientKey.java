package dev.e2e.kubeconfig;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * What fabric8 does not see of a client certificate's key: its algorithm, taken for RSA where the PEM header does not tell,
 * and that it is encrypted.
 */
final class ClientKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private ClientKey() {}

    /** Whether it is a key of an elliptic curve in PKCS#8; false where it is another, or cannot be read. */
    static boolean isEllipticCurve(Config config) {
        return pkcs8(config).filter(ClientKey::isEllipticCurve).isPresent();
    }

    private static boolean isEllipticCurve(byte[] der) {
        try {
            KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
            return true;
        } catch (InvalidKeySpecException e) {
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows elliptic curves", e);
        }
    }

    /** Whether it has a password; false where it cannot be read. */
    static boolean isEncrypted(Config config) {
        String pem = pem(config);
        return pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") || pem.contains("Proc-Type: 4,ENCRYPTED");
    }

    /** Its text; empty where there is none that can be read. */
    private static String pem(Config config) {
        try {
            if (config.getClientKeyData() != null) {
                return new String(Base64.getDecoder().decode(config.getClientKeyData()), StandardCharsets.ISO_8859_1);
            }
            return config.getClientKeyFile() == null
                    ? ""
                    : Files.readString(Path.of(config.getClientKeyFile()), StandardCharsets.ISO_8859_1);
        } catch (IOException | IllegalArgumentException e) {
            // fabric8 reads it next, and says what is wrong.
            return "";
        }
    }

    private static Optional<byte[]> pkcs8(Config config) {
        try {
            String pem = pem(config);
            int begin = pem.indexOf(BEGIN);
            int end = pem.indexOf(END);
            return begin < 0 || end < begin
                    ? Optional.empty()
                    : Optional.of(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
