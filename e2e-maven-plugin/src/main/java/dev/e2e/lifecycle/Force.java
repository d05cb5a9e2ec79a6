package dev.e2e.lifecycle;

/** Whether processes of another build that is still alive may be stopped. */
public enum Force {
    /** They are left alone. */
    RESPECT_OTHER_BUILDS,
    /** They are stopped as any other. */
    STOP_THEM_TOO
}
