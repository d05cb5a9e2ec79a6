package dev.e2e.readiness;

/** What an https server has to prove. */
public enum Tls {
    /** A certificate for the host of the URL that the JVM's trust store vouches for. */
    VERIFY,
    /** Nothing: any certificate for any host, self-signed ones above all. */
    TRUST_ANY
}
