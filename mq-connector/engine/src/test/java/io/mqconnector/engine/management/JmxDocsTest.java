// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JmxDocsTest {
    private static Path root() {
        var directory = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("mq-api"))) {
            directory = directory.getParent();
        }
        assertThat(directory).as("the root of the repository").isNotNull();
        return directory;
    }

    static List<MBeanInfo> beans() {
        return List.copyOf(JmxDocs.beans().values());
    }

    @Test
    void isWhatTheRepositoryHas() throws IOException {
        var document = root().resolve("docs").resolve("jmx.md");
        var rendered = new JmxDocs(root()).render();
        if (Boolean.getBoolean("mq.docs.update")) {
            Files.writeString(document, rendered);
        }

        assertThat(document).as("rewrite it with -Dmq.docs.update=true").exists();
        assertThat(Files.readString(document)).isEqualTo(rendered);
    }

    @ParameterizedTest
    @MethodSource("beans")
    void everythingHasADescriptionOfItsOwn(MBeanInfo bean) {
        var features = new ArrayList<MBeanFeatureInfo>(List.of(bean.getAttributes()));
        features.addAll(List.of(bean.getNotifications()));
        for (var operation : bean.getOperations()) {
            features.add(operation);
            features.addAll(List.of(operation.getSignature()));
        }

        assertThat(bean.getDescription())
                .doesNotContain("exposed for management")
                .isNotBlank();
        for (var feature : features) {
            assertThat(feature.getDescription())
                    .as("%s of %s", feature.getName(), bean.getDescription())
                    .isNotBlank()
                    .isNotEqualTo(feature.getName())
                    .doesNotContain("exposed for management");
            assertThat(feature.getName()).doesNotMatch("(p|arg)\\d+");
        }
    }

    @ParameterizedTest
    @MethodSource("beans")
    void everyNumberHasAUnit(MBeanInfo bean) {
        assertThat(Arrays.stream(bean.getAttributes())
                        .filter(attribute -> attribute.getType().matches("int|long|double"))
                        .filter(attribute -> attribute.getDescriptor().getFieldValue("units") == null)
                        .map(MBeanAttributeInfo::getName))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("beans")
    void anAttributeInMillisecondsSaysSoInItsName(MBeanInfo bean) {
        assertThat(bean.getAttributes())
                .allSatisfy(attribute -> assertThat(
                                "milliseconds".equals(attribute.getDescriptor().getFieldValue("units")))
                        .as(attribute.getName())
                        .isEqualTo(attribute.getName().endsWith("Millis")));
    }

    @ParameterizedTest
    @MethodSource("beans")
    void everyOperationSaysWhetherItChangesAnything(MBeanInfo bean) {
        assertThat(bean.getOperations())
                .extracting(MBeanOperationInfo::getImpact)
                .allMatch(impact -> impact == MBeanOperationInfo.INFO
                        || impact == MBeanOperationInfo.ACTION
                        || impact == MBeanOperationInfo.ACTION_INFO);
    }

    /** JConsole has fields for numbers, booleans and text; a button whose parameters are something else stays grey. */
    @ParameterizedTest
    @MethodSource("beans")
    void aConsoleHasAFieldForWhatIsWritten(MBeanInfo bean) {
        assertThat(bean.getAttributes())
                .filteredOn(MBeanAttributeInfo::isWritable)
                .extracting(MBeanAttributeInfo::getType)
                .allMatch(JmxDocsTest::isOfAField);
        var callable = Arrays.stream(bean.getOperations())
                .filter(operation ->
                        Arrays.stream(operation.getSignature()).allMatch(parameter -> isOfAField(parameter.getType())))
                .map(MBeanOperationInfo::getName)
                .toList();
        for (var operation : bean.getOperations()) {
            assertThat(callable)
                    .as(operation.getName())
                    .containsAnyOf(operation.getName(), operation.getName().replace("Overrides", "") + "Line");
        }
    }

    private static boolean isOfAField(String type) {
        return List.of("int", "long", "double", "boolean", "java.lang.String").contains(type);
    }

    /** What is in force at once is an attribute; what renews clients may be one, and is set by its key else. */
    @Test
    void everyKeyThatMayBeChangedAtOnceIsAWritableAttribute() {
        var described = beans().stream()
                .flatMap(bean -> Arrays.stream(bean.getAttributes()))
                .filter(MBeanAttributeInfo::isWritable)
                .map(MBeanFeatureInfo::getDescription)
                .toList();

        for (var key : ConfigKeys.all()) {
            if (key.isSettableByJmx() && key.effect() == Effect.HOT) {
                assertThat(described.stream().filter(text -> text.contains("(" + key.name() + ")")))
                        .as(key.name())
                        .hasSize(1);
            }
        }
        assertThat(described).allMatch(text -> text.matches(".*\\(mq\\.[a-z.-]+\\)"));
    }
}
