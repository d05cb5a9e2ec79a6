package dev.e2e.process;

/** Hears of each step that has changed a file of ours or launched something; the seam at which tests kill the one who works. */
@FunctionalInterface
public interface Steps {

    /** Nobody listens. */
    Steps UNHEARD = new Steps() { // a lambda would cost a short build a millisecond
                @Override
                public void done(String step) {}
            };

    /** A step was done. */
    void done(String step);
}
