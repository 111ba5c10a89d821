// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import io.mqconnector.servers.app.ProbeDatabase;
import io.mqconnector.servers.app.ProbeServlet;
import io.mqconnector.servers.app.WatchedXaDataSource;
import io.mqconnector.servers.probe.ProbeActivationSpec;
import io.mqconnector.servers.probe.ProbeListener;
import io.mqconnector.servers.probe.ProbeResourceAdapter;
import io.mqconnector.servers.probe.RecordingXaResource;
import java.nio.file.Path;
import java.time.Duration;
import org.h2.Driver;

/** The probe as {@code probe.ear}: resource adapter {@code ra.rar} and web application {@code web.war}, for every server. */
final class ProbeEar {
    private static final String CONNECTOR_MODULE = "<module><connector>ra.rar</connector></module>";

    private static final String APPLICATION_XML = """
            <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="9">
              <application-name>probe</application-name>
              %s
              <module><web><web-uri>web.war</web-uri><context-root>/probe</context-root></web></module>
              <library-directory>lib</library-directory>
            </application>
            """.formatted(CONNECTOR_MODULE);

    private static final String RA_XML = """
            <connector xmlns="https://jakarta.ee/xml/ns/jakartaee" version="2.0">
              <vendor-name>mq</vendor-name>
              <eis-type>probe</eis-type>
              <resourceadapter-version>1</resourceadapter-version>
              <resourceadapter>
                <resourceadapter-class>%s</resourceadapter-class>
                <inbound-resourceadapter>
                  <messageadapter>
                    <messagelistener>
                      <messagelistener-type>%s</messagelistener-type>
                      <activationspec><activationspec-class>%s</activationspec-class></activationspec>
                    </messagelistener>
                  </messageadapter>
                </inbound-resourceadapter>
              </resourceadapter>
            </connector>
            """.formatted(
            ProbeResourceAdapter.class.getName(), ProbeListener.class.getName(), ProbeActivationSpec.class.getName());

    /** WildFly: which resource adapter the beans belong to. */
    private static final String JBOSS_EJB3_XML = """
            <jboss:ejb-jar xmlns:jboss="urn:jboss:jakartaee:1.0" xmlns="https://jakarta.ee/xml/ns/jakartaee"
                xmlns:binding="urn:resource-adapter-binding:2.0" version="4.0">
              <assembly-descriptor>
                <binding:resource-adapter-binding>
                  <ejb-name>*</ejb-name>
                  <binding:resource-adapter-name>probe.ear#ra.rar</binding:resource-adapter-name>
                </binding:resource-adapter-binding>
              </assembly-descriptor>
            </jboss:ejb-jar>
            """;

    private static final String GLASSFISH_EJB_JAR_XML = """
            <!DOCTYPE glassfish-ejb-jar PUBLIC "-//GlassFish.org//DTD GlassFish Application Server 3.1 EJB 3.1//EN"
                "http://glassfish.org/dtds/glassfish-ejb-jar_3_1-1.dtd">
            <glassfish-ejb-jar>
              <enterprise-beans>
                <ejb>
                  <ejb-name>PlainBean</ejb-name>
                  <mdb-resource-adapter><resource-adapter-mid>probe#ra</resource-adapter-mid></mdb-resource-adapter>
                </ejb>
                <ejb>
                  <ejb-name>TransactedBean</ejb-name>
                  <mdb-resource-adapter><resource-adapter-mid>probe#ra</resource-adapter-mid></mdb-resource-adapter>
                </ejb>
              </enterprise-beans>
            </glassfish-ejb-jar>
            """;

    private static final String WEB_XML =
            """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="5.0">
              <data-source>
                <name>%s</name>
                <class-name>%s</class-name>
                <user>sa</user>
                <password>sa</password>
              </data-source>
            </web-app>
            """.formatted(ProbeDatabase.OWN_JNDI_NAME, WatchedXaDataSource.class.getName());

    /**
     * Open Liberty: beans whose activation is not in the server's configuration are not activated, and an application
     * cannot define a data source whose driver it brings itself (J2CA8022E).
     */
    private static final String LIBERTY_CONFIGURATION = """
              <activationSpec id="probe/web/PlainBean"><properties.probe.ra/></activationSpec>
              <activationSpec id="probe/web/TransactedBean"><properties.probe.ra/></activationSpec>
              <library id="probeDatabase"><fileset dir="%s" includes="*.jar"/></library>
              <jdbcDriver id="probeDatabase" libraryRef="probeDatabase" javax.sql.XADataSource="%s"/>
              <dataSource jndiName="probe/DataSource" jdbcDriverRef="probeDatabase" type="javax.sql.XADataSource">
                <properties user="sa" password="sa"/>
              </dataSource>
            </server>
            """;

    /**
     * TomEE: for each message-driven bean of a resource adapter in an archive it makes a container that nobody uses, and
     * of two with the same name it does not start. A container that its configuration declares is taken as it is.
     */
    private static final String TOMEE_CONFIGURATION = """
              <Resource id="probeAdapter" type="%1$s" class-name="%1$s"/>
              <Container id="probe container" type="MESSAGE">
                ResourceAdapter = probeAdapter
                MessageListenerInterface = %2$s
                ActivationSpecClass = %3$s
              </Container>
              <Resource id="probe/XaDataSource" type="javax.sql.XADataSource" class-name="%4$s"/>
              <Resource id="probe/DataSource" type="javax.sql.DataSource">
                XaDataSource = probe/XaDataSource
                JtaManaged = true
                UserName = sa
                Password = sa
              </Resource>
            </tomee>
            """.formatted(
                    ProbeResourceAdapter.class.getName(),
                    ProbeListener.class.getName(),
                    ProbeActivationSpec.class.getName(),
                    WatchedXaDataSource.class.getName());

    private ProbeEar() {}

    /** With a data source of its own, and the adapter's classes in the RAR. */
    static Path writeTo(Path directory) {
        return ear(webArchive().with("WEB-INF/web.xml", WEB_XML))
                .with("", resourceAdapter().with("", adapterClasses()))
                .writeTo(directory);
    }

    /** The web application alone: {@link #forTomEe} puts everything else into the server. */
    static Path writeForTomEe(Path directory) {
        return Archive.named("probe.ear")
                .with("META-INF/application.xml", APPLICATION_XML.replace(CONNECTOR_MODULE, ""))
                .with("", webArchive())
                .writeTo(directory);
    }

    /** The same, with the server's data source. */
    static Path writeForLiberty(Path directory) {
        return ear(webArchive())
                .with("", resourceAdapter().with("", adapterClasses()))
                .writeTo(directory);
    }

    private static Archive adapterClasses() {
        return Archive.named("probe-ra.jar").withPackageOf("", ProbeResourceAdapter.class);
    }

    private static Archive resourceAdapter() {
        return Archive.named("ra.rar").with("META-INF/ra.xml", RA_XML);
    }

    private static Archive webArchive() {
        return Archive.named("web.war")
                .with("WEB-INF/beans.xml", "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"3.0\"/>")
                .with("WEB-INF/glassfish-ejb-jar.xml", GLASSFISH_EJB_JAR_XML)
                .with("WEB-INF/jboss-ejb3.xml", JBOSS_EJB3_XML)
                .with("WEB-INF/lib/", Archive.locationOf(Driver.class))
                .withPackageOf("WEB-INF/classes/", ProbeServlet.class);
    }

    private static Archive ear(Archive war) {
        return Archive.named("probe.ear")
                .with("META-INF/application.xml", APPLICATION_XML)
                .with("", war);
    }

    /** What a server is told so that the probe runs on it. */
    static ServerSettings settings(String name, Path database, Duration transactionTimeout) {
        return ServerSettings.named(name)
                .withSystemProperty(WatchedXaDataSource.PATH_PROPERTY, database.toString())
                .withSystemProperty(ProbeResourceAdapter.CONFIG_PROPERTY, "seen")
                .withTransactionTimeout(transactionTimeout);
    }

    /** Adds what Open Liberty has to be told, and writes the data source's library below the directory. */
    static ServerSettings forLiberty(ServerSettings settings, Path directory) {
        var library = directory.resolve("library");
        writeDatabase(library);
        return settings.withSystemProperty(ProbeDatabase.JNDI_NAME_PROPERTY, "probe/DataSource")
                .withConfiguration(xml -> xml.replace(
                        "</server>", LIBERTY_CONFIGURATION.formatted(library, WatchedXaDataSource.class.getName())));
    }

    /** Adds what TomEE has to be told. */
    static ServerSettings forTomEe(ServerSettings settings) {
        return settings.withSystemProperty(ProbeDatabase.JNDI_NAME_PROPERTY, "openejb:Resource/probe/DataSource")
                .withConfiguration(xml -> xml.replace("</tomee>", TOMEE_CONFIGURATION));
    }

    /** Writes the resource adapter's and the data source's classes, which TomEE needs before it has an application. */
    static void writeLibraryForTomEe(Path library) {
        adapterClasses().withClass("", WatchedXaDataSource.class).writeTo(library);
        Archive.copy(Archive.locationOf(Driver.class), library);
    }

    /** Writes the data source with its driver, for servers that do not take it from the application. */
    private static void writeDatabase(Path library) {
        Archive.named("watched.jar")
                .withPackageOf("", WatchedXaDataSource.class)
                .withPackageOf("", RecordingXaResource.class)
                .writeTo(library);
        Archive.copy(Archive.locationOf(Driver.class), library);
    }
}
