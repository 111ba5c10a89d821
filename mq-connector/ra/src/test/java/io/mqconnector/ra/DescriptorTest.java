// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqConnection;
import io.mqconnector.api.MqConnectionFactory;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.engine.config.ConfigKey;
import io.mqconnector.engine.config.ConfigKeys;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Beans, {@code ra.xml} and the table of keys say the same. */
class DescriptorTest {
    private static final Path RA_XML = Path.of("../rar/src/main/rar/META-INF/ra.xml");
    /** Not configuration: what the specification's interfaces bring. */
    private static final Set<String> OF_THE_CONTRACT =
            Set.of("class", "resourceAdapter", "logWriter", "transactionSupport");
    /** May hold anything, so also a secret. */
    private static final String ANYTHING = "configuration";

    @Test
    void raXmlIsWhatTheBeansAre() throws Exception {
        String expected = raXml();
        if (Boolean.getBoolean("mq.docs.update")) {
            Files.writeString(RA_XML, expected);
        }

        assertThat(Files.readString(RA_XML))
                .as("run this test with -Dmq.docs.update=true and commit %s", RA_XML)
                .isEqualTo(expected);
    }

    @Test
    void thereIsAPropertyForEachKey() throws Exception {
        assertThat(keysOf(new MqResourceAdapter()))
                .isEqualTo(keysOf(new MqManagedConnectionFactory()))
                .containsExactlyInAnyOrderElementsOf(names(key -> isOfConnector(key) ? key.name() : null));
        assertThat(keysOf(new MqActivationSpec()))
                .containsExactlyInAnyOrderElementsOf(names(key -> isOfConnector(key) ? null : key.shortName()));
    }

    /** Open Liberty hands the properties of a resource adapter on to those of its activations that have the same name. */
    @Test
    void noPropertyOfTheConnectorIsCalledLikeOneOfAnActivation() throws Exception {
        var ofConnector = names(MqResourceAdapter.class);
        ofConnector.remove(ANYTHING);

        assertThat(names(MqActivationSpec.class)).doesNotContainAnyElementsOf(ofConnector);
    }

    private static Set<String> names(Class<?> bean) throws IntrospectionException {
        var names = new TreeSet<String>();
        properties(bean).forEach(property -> names.add(property.getName()));
        return names;
    }

    @Test
    void propertiesHaveTheTypesThatServersTake() throws Exception {
        for (Class<?> bean :
                List.of(MqResourceAdapter.class, MqManagedConnectionFactory.class, MqActivationSpec.class)) {
            for (PropertyDescriptor property : properties(bean)) {
                assertThat(property.getWriteMethod()).as(property.getName()).isNotNull();
                assertThat(property.getPropertyType())
                        .as(property.getName())
                        .isIn(String.class, Integer.class, Boolean.class, Double.class);
            }
        }
    }

    @Test
    void nothingIsSetThatNobodySet() throws Exception {
        for (PropertyBean bean :
                List.of(new MqResourceAdapter(), new MqManagedConnectionFactory(), new MqActivationSpec())) {
            assertThat(bean.settings()).isEmpty();
            for (PropertyDescriptor property : properties(bean.getClass())) {
                assertThat(property.getReadMethod().invoke(bean))
                        .as(property.getName())
                        .isNull();
            }
        }
    }

    private static boolean isOfConnector(ConfigKey<?> key) {
        return !Set.of("consumer", "listener").contains(key.group());
    }

    private static List<String> names(java.util.function.Function<ConfigKey<?>, String> name) {
        return ConfigKeys.all().stream()
                .map(name)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /** Sets each property and looks which key that was. */
    private static Set<String> keysOf(PropertyBean bean) throws Exception {
        for (PropertyDescriptor property : properties(bean.getClass())) {
            if (!Set.of("configuration", "listenerName").contains(property.getName())) {
                Object value = samples().get(property.getPropertyType());
                property.getWriteMethod().invoke(bean, value);
                assertThat(property.getReadMethod().invoke(bean))
                        .as(property.getName())
                        .isEqualTo(value);
            }
        }
        return bean.settings().keySet();
    }

    private static Map<Class<?>, Object> samples() {
        return Map.of(String.class, "a", Integer.class, 7, Boolean.class, true, Double.class, 1.5);
    }

    private static List<PropertyDescriptor> properties(Class<?> bean) throws IntrospectionException {
        return Arrays.stream(Introspector.getBeanInfo(bean).getPropertyDescriptors())
                .filter(property -> !OF_THE_CONTRACT.contains(property.getName()))
                .sorted(Comparator.comparing(PropertyDescriptor::getName))
                .toList();
    }

    /** Whether a server must not show its value. */
    private static boolean isConfidential(String property) {
        return property.equals(ANYTHING)
                || ConfigKeys.all().stream()
                        .filter(ConfigKey::isSecret)
                        .map(key -> (key.group().equals("client") ? "" : key.group())
                                + key.shortName().replace("-", ""))
                        .anyMatch(property::equalsIgnoreCase);
    }

    private static String raXml() throws IntrospectionException {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- SPDX-License-Identifier: MIT -->
                <!-- Generated from the beans by DescriptorTest. No property has a value here: what nobody sets comes from
                     MicroProfile Config. -->
                <connector xmlns="https://jakarta.ee/xml/ns/jakartaee" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="https://jakarta.ee/xml/ns/jakartaee https://jakarta.ee/xml/ns/jakartaee/connector_2_1.xsd"
                    version="2.1" metadata-complete="true">
                  <description>Apache Kafka: pooled producers, message-driven beans with commit on success.</description>
                  <display-name>mq</display-name>
                  <vendor-name>mqconnector.io</vendor-name>
                  <eis-type>Apache Kafka</eis-type>
                  <resourceadapter-version>0.1</resourceadapter-version>
                  <license>
                    <description>MIT License; see META-INF/LICENSE and META-INF/NOTICE.</description>
                    <license-required>false</license-required>
                  </license>
                  <resourceadapter>
                    <resourceadapter-class>%s</resourceadapter-class>
                %s    <outbound-resourceadapter>
                      <connection-definition>
                        <managedconnectionfactory-class>%s</managedconnectionfactory-class>
                %s        <connectionfactory-interface>%s</connectionfactory-interface>
                        <connectionfactory-impl-class>%s</connectionfactory-impl-class>
                        <connection-interface>%s</connection-interface>
                        <connection-impl-class>%s</connection-impl-class>
                      </connection-definition>
                      <transaction-support>LocalTransaction</transaction-support>
                      <reauthentication-support>false</reauthentication-support>
                    </outbound-resourceadapter>
                    <inbound-resourceadapter>
                      <messageadapter>
                        <messagelistener>
                          <messagelistener-type>%s</messagelistener-type>
                          <activationspec>
                            <activationspec-class>%s</activationspec-class>
                %s          </activationspec>
                        </messagelistener>
                        <messagelistener>
                          <messagelistener-type>%s</messagelistener-type>
                          <activationspec>
                            <activationspec-class>%s</activationspec-class>
                %s          </activationspec>
                        </messagelistener>
                      </messageadapter>
                    </inbound-resourceadapter>
                  </resourceadapter>
                </connector>
                """.formatted(
                        MqResourceAdapter.class.getName(),
                        configProperties(MqResourceAdapter.class, 4),
                        MqManagedConnectionFactory.class.getName(),
                        configProperties(MqManagedConnectionFactory.class, 8),
                        MqConnectionFactory.class.getName(),
                        MqConnectionFactoryImpl.class.getName(),
                        MqConnection.class.getName(),
                        ConnectionHandle.class.getName(),
                        MqMessageListener.class.getName(),
                        MqActivationSpec.class.getName(),
                        configProperties(MqActivationSpec.class, 12),
                        MqBatchListener.class.getName(),
                        MqActivationSpec.class.getName(),
                        configProperties(MqActivationSpec.class, 12));
    }

    private static String configProperties(Class<?> bean, int indent) throws IntrospectionException {
        String margin = " ".repeat(indent);
        return properties(bean).stream()
                .map(property -> margin + "<config-property>\n"
                        + margin + "  <config-property-name>" + property.getName() + "</config-property-name>\n"
                        + margin + "  <config-property-type>"
                        + property.getPropertyType().getName() + "</config-property-type>\n"
                        + (isConfidential(property.getName())
                                ? margin + "  <config-property-confidential>true</config-property-confidential>\n"
                                : "")
                        + margin + "</config-property>\n")
                .collect(Collectors.joining());
    }
}
