package dev.e2e.consumer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of the contract. */
final class Sha256 {
    private Sha256() {}

    /** A digest to which nothing was added yet. */
    static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java has to have", e);
        }
    }
}
