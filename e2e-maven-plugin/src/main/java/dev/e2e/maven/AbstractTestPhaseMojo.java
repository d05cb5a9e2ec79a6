package dev.e2e.maven;

import org.apache.maven.plugins.annotations.Parameter;

/** A goal that is bound around the integration tests, and skipped with them. */
abstract class AbstractTestPhaseMojo extends AbstractE2eMojo {

    /** Does nothing where the integration tests are skipped. */
    @Parameter(property = "skipITs", defaultValue = "false")
    private boolean skipITs;

    /** Does nothing where all tests are skipped. */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean mavenTestSkip;

    @Override
    final boolean skipsToo() {
        return skipITs || mavenTestSkip;
    }
}
