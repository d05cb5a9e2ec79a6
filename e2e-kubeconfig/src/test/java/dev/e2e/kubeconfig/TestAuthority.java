package dev.e2e.kubeconfig;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives as long as a test. */
public final class TestAuthority {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyPair keys;
    private final X509Certificate certificate;

    /** A key and its certificate. */
    public record Identity(PrivateKey key, X509Certificate certificate) {

        public String certificatePem() throws Exception {
            return pem("CERTIFICATE", certificate.getEncoded());
        }

        /** The key in the format that {@code openssl genpkey} writes. */
        public String pkcs8() {
            return pem("PRIVATE KEY", key.getEncoded());
        }

        /** The key in the format of its own algorithm: PKCS#1 of RSA, SEC 1 of elliptic curves with their name. */
        public String traditional() throws Exception {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
            ASN1Encodable inner = info.parsePrivateKey();
            if (key instanceof ECPrivateKey curve) {
                int bits = curve.getParams().getOrder().bitLength();
                inner = new org.bouncycastle.asn1.sec.ECPrivateKey(
                        bits, curve.getS(), info.getPrivateKeyAlgorithm().getParameters());
            }
            return pem(
                    key.getAlgorithm() + " PRIVATE KEY", inner.toASN1Primitive().getEncoded());
        }
    }

    public TestAuthority(String name) throws Exception {
        keys = keyPair("RSA", 2048);
        certificate = sign(name, keys, Instant.now().plus(Duration.ofDays(1)), List.of(), true);
    }

    public String pem() throws Exception {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** Somebody's certificate of RSA or EC. */
    public Identity identity(String name, String algorithm) throws Exception {
        KeyPair pair = keyPair(algorithm, algorithm.equals("RSA") ? 2048 : 256);
        return new Identity(
                pair.getPrivate(), sign(name, pair, Instant.now().plus(Duration.ofDays(1)), List.of(), false));
    }

    /** A server's certificate for host names, or {@code ip:} and an address. */
    public Identity server(Instant notAfter, String... hosts) throws Exception {
        KeyPair pair = keyPair("EC", 256);
        return new Identity(pair.getPrivate(), sign("server", pair, notAfter, List.of(hosts), false));
    }

    /** What a server with the identity speaks TLS with; it trusts this authority's clients. */
    public SSLContext context(Identity server) throws Exception {
        KeyStore own = store();
        own.setKeyEntry("server", server.key(), PASSWORD, new Certificate[] {server.certificate()});
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(own, PASSWORD);
        KeyStore trusted = store();
        trusted.setCertificateEntry("ca", certificate);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyPair keyPair(String algorithm, int size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        return generator.generateKeyPair();
    }

    private X509Certificate sign(String name, KeyPair subject, Instant notAfter, List<String> hosts, boolean authority)
            throws Exception {
        X500Principal issuer = authority ? new X500Principal("CN=" + name) : certificate.getSubjectX500Principal();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(Instant.now().minus(Duration.ofDays(2))),
                Date.from(notAfter),
                new X500Principal("CN=" + name),
                subject.getPublic());
        if (authority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        if (!hosts.isEmpty()) {
            GeneralName[] names = hosts.stream()
                    .map(host -> host.startsWith("ip:")
                            ? new GeneralName(GeneralName.iPAddress, host.substring(3))
                            : new GeneralName(GeneralName.dNSName, host))
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
    }

    private static String pem(String type, byte[] der) {
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        pem.writeBytes(("-----BEGIN " + type + "-----\n").getBytes(StandardCharsets.US_ASCII));
        pem.writeBytes(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der));
        pem.writeBytes(("\n-----END " + type + "-----\n").getBytes(StandardCharsets.US_ASCII));
        return pem.toString(StandardCharsets.US_ASCII);
    }
}
