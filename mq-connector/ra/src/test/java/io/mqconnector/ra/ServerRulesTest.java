// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqMessageListener;
import jakarta.resource.Referenceable;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What WildFly's validator demands of an archive before it deploys it, and what Jakarta EE 9 servers can load. */
class ServerRulesTest {
    /** Those of the specification that have a class. */
    private static final Set<Class<?>> TYPES = Set.of(
            Boolean.class,
            String.class,
            Integer.class,
            Double.class,
            Byte.class,
            Short.class,
            Long.class,
            Float.class,
            Character.class);

    @Test
    void theResourceAdapterIsOne() throws Exception {
        var type = named("resourceadapter-class");

        assertThat(type).isAssignableTo(ResourceAdapter.class);
        assertBean(type);
        assertValue(type);
        assertProperties(type);
    }

    @Test
    void theManagedConnectionFactoryIsOne() throws Exception {
        var type = named("managedconnectionfactory-class");

        assertThat(type).isAssignableTo(ManagedConnectionFactory.class).isAssignableTo(Serializable.class);
        assertBean(type);
        assertValue(type);
        assertProperties(type);
    }

    @Test
    void theActivationSpecIsOne() throws Exception {
        var type = named("activationspec-class");

        assertThat(type).isAssignableTo(ActivationSpec.class).isAssignableTo(Serializable.class);
        assertBean(type);
        assertProperties(type);
    }

    @Test
    void theConnectionFactoryCanBeBound() throws Exception {
        var type = named("connectionfactory-impl-class");

        assertThat(type)
                .isAssignableTo(Serializable.class)
                .isAssignableTo(Referenceable.class)
                .isAssignableTo(named("connectionfactory-interface"));
        assertBean(type);
        assertThat(named("connection-impl-class")).isAssignableTo(named("connection-interface"));
    }

    @Test
    void managedConnectionsHaveMetaData() throws Exception {
        var factory = Unreachable.configured(new MqManagedConnectionFactory());
        try {
            ManagedConnection managed = factory.createManagedConnection(null, null);

            assertThat(managed.getMetaData()).isNotNull();
        } finally {
            factory.close();
        }
    }

    @Test
    void thereIsOneDefinitionOfEach() throws Exception {
        for (String once : List.of("resourceadapter-class", "connection-definition")) {
            assertThat(raXml().getElementsByTagName(once).getLength()).as(once).isOne();
        }
        assertThat(raXml().getElementsByTagName("adminobject").getLength()).isZero();
    }

    @Test
    void thereAreTwoListenerTypesWithOneActivationSpec() throws Exception {
        assertThat(allNamed("messagelistener-type"))
                .containsExactly(MqMessageListener.class, MqBatchListener.class)
                .allMatch(Class::isInterface);
        assertThat(allNamed("activationspec-class")).containsExactly(MqActivationSpec.class, MqActivationSpec.class);
    }

    /** Only there do the signatures of Connectors 2.0, which Jakarta EE 9 servers have, and of 2.1 differ. */
    @Test
    void nothingOfTheClientInterfaceIsUsed() {
        var ours = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.mqconnector.ra");

        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.resource.cci..")
                .check(ours);
    }

    private static void assertBean(Class<?> type) throws NoSuchMethodException {
        assertThat(type).isPublic();
        assertThat(type.getModifiers()).matches(modifiers -> !Modifier.isAbstract(modifiers));
        assertThat(Modifier.isPublic(type.getConstructor().getModifiers())).isTrue();
    }

    /** Declared by us, not by {@code Object}. */
    private static void assertValue(Class<?> type) throws NoSuchMethodException {
        assertThat(type.getMethod("equals", Object.class).getDeclaringClass()).isNotEqualTo(Object.class);
        assertThat(type.getMethod("hashCode").getDeclaringClass()).isNotEqualTo(Object.class);
    }

    private static void assertProperties(Class<?> type) throws Exception {
        var names = new ArrayList<String>();
        var all = raXml().getElementsByTagName("config-property");
        for (int i = 0; i < all.getLength(); i++) {
            var property = (Element) all.item(i);
            if (ownerOf(property).equals(type.getName()) && isFirst(property)) {
                String name = text(property, "config-property-name");
                String capitalised = Character.toUpperCase(name.charAt(0)) + name.substring(1);
                var getter = type.getMethod("get" + capitalised);
                names.add(name);
                assertThat(getter.getReturnType().getName()).as(name).isEqualTo(text(property, "config-property-type"));
                assertThat(TYPES).as(name).contains(getter.getReturnType());
                assertThat(type.getMethod("set" + capitalised, getter.getReturnType())
                                .getReturnType())
                        .as(name)
                        .isEqualTo(void.class);
            }
        }
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
    }

    /** Not of the second listener type, which has the same activation. */
    private static boolean isFirst(Element property) throws Exception {
        var listener = property.getParentNode().getParentNode();
        return !(listener instanceof Element element)
                || !element.getTagName().equals("messagelistener")
                || text(element, "messagelistener-type").equals(MqMessageListener.class.getName());
    }

    private static List<Class<?>> allNamed(String element) throws Exception {
        var found = new ArrayList<Class<?>>();
        var all = raXml().getElementsByTagName(element);
        for (int i = 0; i < all.getLength(); i++) {
            found.add(Class.forName(all.item(i).getTextContent().strip()));
        }
        return found;
    }

    /** The class in whose element a property stands. */
    private static String ownerOf(Element property) {
        var parent = (Element) property.getParentNode();
        return switch (parent.getTagName()) {
            case "resourceadapter" -> text(parent, "resourceadapter-class");
            case "connection-definition" -> text(parent, "managedconnectionfactory-class");
            default -> text(parent, "activationspec-class");
        };
    }

    private static Class<?> named(String element) throws Exception {
        return Class.forName(text(raXml().getDocumentElement(), element));
    }

    private static String text(Element in, String element) {
        return in.getElementsByTagName(element).item(0).getTextContent().strip();
    }

    private static Document raXml() throws Exception {
        var parsers = DocumentBuilderFactory.newInstance();
        parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return parsers.newDocumentBuilder()
                .parse(Path.of("../rar/src/main/rar/META-INF/ra.xml").toFile());
    }
}
