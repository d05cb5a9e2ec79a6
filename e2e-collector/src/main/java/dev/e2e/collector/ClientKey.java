package dev.e2e.collector;

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

/** The algorithm of a client certificate's key, which fabric8 takes for RSA where its PEM header does not tell. */
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

    private static Optional<byte[]> pkcs8(Config config) {
        try {
            String pem = "";
            if (config.getClientKeyData() != null) {
                pem = new String(Base64.getDecoder().decode(config.getClientKeyData()), StandardCharsets.US_ASCII);
            } else if (config.getClientKeyFile() != null) {
                pem = Files.readString(Path.of(config.getClientKeyFile()), StandardCharsets.US_ASCII);
            }
            int begin = pem.indexOf(BEGIN);
            int end = pem.indexOf(END);
            return begin < 0 || end < begin
                    ? Optional.empty()
                    : Optional.of(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
        } catch (IOException | IllegalArgumentException e) {
            // fabric8 reads it next, and says what is wrong.
            return Optional.empty();
        }
    }
}
