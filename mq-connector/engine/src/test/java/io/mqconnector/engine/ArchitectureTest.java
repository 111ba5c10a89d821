// SPDX-License-Identifier: MIT
package io.mqconnector.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The layers of docs/architecture.md; a change here and there goes together. */
class ArchitectureTest {
    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mqconnector");

    @Test
    void layersDependDownwardsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.mqconnector.engine..")
                .layer("runtime")
                .definedBy("io.mqconnector.engine.runtime..")
                .layer("management")
                .definedBy("io.mqconnector.engine.management..")
                .layer("monitoring")
                .definedBy("io.mqconnector.engine.monitoring..")
                .layer("inbound")
                .definedBy("io.mqconnector.engine.inbound..")
                .layer("outbound")
                .definedBy("io.mqconnector.engine.outbound..")
                .layer("pool")
                .definedBy("io.mqconnector.engine.pool..")
                .layer("client")
                .definedBy("io.mqconnector.engine.client..")
                .layer("metrics")
                .definedBy("io.mqconnector.engine.metrics..")
                .layer("config")
                .definedBy("io.mqconnector.engine.config..")
                .layer("telling")
                .definedBy("io.mqconnector.engine.telling..")
                .layer("log")
                .definedBy("io.mqconnector.engine.log..")
                .whereLayer("runtime")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("management")
                .mayOnlyBeAccessedByLayers("runtime")
                .whereLayer("inbound")
                .mayOnlyBeAccessedByLayers("runtime", "management", "monitoring")
                .whereLayer("monitoring")
                .mayOnlyBeAccessedByLayers("runtime", "management")
                .whereLayer("outbound")
                .mayOnlyBeAccessedByLayers("runtime", "management", "monitoring", "inbound")
                .whereLayer("pool")
                .mayOnlyBeAccessedByLayers("runtime", "management", "monitoring", "outbound")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("runtime", "management", "monitoring", "inbound", "outbound", "pool")
                .whereLayer("metrics")
                .mayNotAccessAnyLayer()
                .whereLayer("config")
                .mayOnlyAccessLayers("log")
                .whereLayer("telling")
                .mayOnlyBeAccessedByLayers("management", "monitoring", "inbound")
                .whereLayer("telling")
                .mayNotAccessAnyLayer()
                .whereLayer("log")
                .mayNotAccessAnyLayer()
                .check(ENGINE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.mqconnector.engine.(*)..")
                .should()
                .beFreeOfCycles()
                .check(ENGINE);
    }

    @Test
    void theApiKnowsNeitherKafkaNorTheEngine() {
        noClasses()
                .that()
                .resideInAnyPackage("io.mqconnector.api..", "io.mqconnector.spi..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache..", "io.mqconnector.engine..", "com.codahale..", "org.HdrHistogram..", "jakarta..")
                .check(ENGINE);
    }

    @Test
    void commonsPoolIsSeenByThePoolOnlyAndDropwizardByMetricsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.mqconnector.engine.pool..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.commons.pool2..")
                .check(ENGINE);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.mqconnector.engine.metrics..", "io.mqconnector.engine.outbound..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.codahale..", "org.HdrHistogram..")
                .check(ENGINE);
    }

    @Test
    void onlySystemLoggerIsUsedAndOnlyByTheCatalogue() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.mqconnector.engine.log..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.System$Logger")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "java.util.logging..", "org.apache.commons.logging..")
                .check(ENGINE);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
                .check(ENGINE);
    }

    @Test
    void onlyKafkasPublicApiIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka.clients..internals..",
                        "org.apache.kafka.common..internals..",
                        "org.apache.kafka.common.utils..",
                        "org.apache.kafka.common.requests..",
                        "org.apache.kafka.common.record..")
                .check(ENGINE);
    }

    @Test
    void threadsAreStartedInOnePlaceOnly() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.mqconnector.engine.runtime.ConnectorThreads")
                .and()
                // a shutdown hook, which the JVM starts
                .doNotHaveFullyQualifiedName("io.mqconnector.api.SharedConnectors")
                .should()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadPoolExecutor")
                .check(ENGINE);
    }
}
