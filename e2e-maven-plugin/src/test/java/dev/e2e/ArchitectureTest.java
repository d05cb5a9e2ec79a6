package dev.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import org.apache.maven.plugin.AbstractMojo;

@AnalyzeClasses(packages = "dev.e2e", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule dependenciesRunDownwards = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("maven")
            .definedBy("dev.e2e.maven..")
            .layer("builtin")
            .definedBy("dev.e2e.builtin..")
            .layer("shell")
            .definedBy("dev.e2e.shell..")
            .layer("lifecycle")
            .definedBy("dev.e2e.lifecycle..")
            .layer("process")
            .definedBy("dev.e2e.process..")
            .layer("readiness")
            .definedBy("dev.e2e.readiness..")
            .layer("logs")
            .definedBy("dev.e2e.logs..")
            .layer("console")
            .definedBy("dev.e2e.console..")
            .whereLayer("console")
            .mayOnlyBeAccessedByLayers("maven")
            .whereLayer("maven")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("builtin")
            .mayOnlyBeAccessedByLayers("maven")
            .whereLayer("shell")
            .mayOnlyBeAccessedByLayers("maven")
            .whereLayer("lifecycle")
            .mayOnlyBeAccessedByLayers("maven", "builtin", "shell")
            .whereLayer("logs")
            .mayOnlyBeAccessedByLayers("maven")
            .whereLayer("process")
            .mayOnlyBeAccessedByLayers("maven", "builtin", "shell", "lifecycle", "logs")
            .whereLayer("readiness")
            .mayOnlyBeAccessedByLayers("maven", "builtin", "shell", "lifecycle", "logs");

    @ArchTest
    static final ArchRule onlyOnePackageKnowsMaven = noClasses()
            .that()
            .resideOutsideOfPackage("dev.e2e.maven..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.maven..", "org.codehaus.plexus..", "org.eclipse.aether..", "javax.inject..");

    @ArchTest
    static final ArchRule nothingHeavyOnMavensClassPath =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache.kafka..", "io.fabric8..");

    @ArchTest
    static final ArchRule noCycles = slices().matching("dev.e2e.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule mojosAreCalledMojo =
            classes().that().areAssignableTo(AbstractMojo.class).should().haveSimpleNameEndingWith("Mojo");
}
