// SPDX-License-Identifier: MIT
package io.mqconnector.itests.osgi;

import aQute.bnd.osgi.Builder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.osgi.framework.Constants;

/** The bundles on the class path of the tests, and those made from the tests' own classes. */
final class BundleJars {
    /** What a framework needs to run the connector; {@code docs/osgi.md} lists the same. */
    static final List<String> CONNECTOR = List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.scr",
            "org.apache.felix.configadmin",
            "slf4j.api",
            "slf4j.jdk14",
            "com.github.luben.zstd-jni",
            "lz4-java",
            "org.xerial.snappy.snappy-java",
            "io.mqconnector.osgi.kafka-clients",
            "org.apache.commons.commons-pool2",
            "io.dropwizard.metrics.core",
            "io.dropwizard.metrics.jmx",
            "io.mqconnector.osgi.hdrhistogram",
            "io.mqconnector.api",
            "io.mqconnector.engine",
            "io.mqconnector.osgi");

    /** What {@code mq-cdi} needs beside them. */
    static final List<String> CDI = List.of(
            "jakarta.annotation-api",
            "jakarta.inject.jakarta.inject-api",
            "jakarta.el-api",
            "jakarta.interceptor-api",
            "jakarta.enterprise.lang-model",
            "jakarta.enterprise.cdi-api",
            "io.mqconnector.cdi");

    private static final Map<String, File> BY_SYMBOLIC_NAME = bySymbolicName();

    private BundleJars() {}

    /** The jar of a bundle, as the build made or fetched it. */
    static File of(String symbolicName) {
        var jar = BY_SYMBOLIC_NAME.get(symbolicName);
        if (jar == null) {
            throw new IllegalArgumentException(
                    "no bundle " + symbolicName + " on the class path; there are " + BY_SYMBOLIC_NAME.keySet());
        }
        return jar;
    }

    /** A bundle of one package of these tests, with the headers that bnd finds right. */
    static File ofPackage(Class<?> member, Path directory, Map<String, String> headers) {
        try (var builder = new Builder()) {
            builder.setBundleSymbolicName(member.getPackageName());
            builder.setPrivatePackage(member.getPackageName());
            builder.setProperty(Constants.IMPORT_PACKAGE, "org.jspecify.annotations;resolution:=optional, *");
            builder.setProperty("-noimportjava", "true");
            headers.forEach(builder::setProperty);
            for (var entry : classPath()) {
                builder.addClasspath(entry);
            }
            var jar = builder.build();
            if (!builder.isOk()) {
                throw new IllegalStateException(builder.getErrors() + " " + builder.getWarnings());
            }
            var file = directory.resolve(member.getPackageName() + ".jar").toFile();
            jar.write(file);
            return file;
        } catch (Exception e) {
            throw new IllegalStateException("no bundle of " + member.getPackageName(), e);
        }
    }

    private static List<File> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(File::new)
                .filter(File::exists)
                .toList();
    }

    private static Map<String, File> bySymbolicName() {
        var found = new LinkedHashMap<String, File>();
        for (var entry : classPath()) {
            if (entry.isFile()) {
                try (var jar = new JarFile(entry)) {
                    var manifest = jar.getManifest();
                    var name = manifest == null
                            ? null
                            : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
                    if (name != null) {
                        found.putIfAbsent(name.split(";", 2)[0].strip(), entry);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return found;
    }
}
