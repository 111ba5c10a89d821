// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says where classes came from, for errors about class loaders. */
final class ClassOrigin {
    private static final String RESOURCE_ADAPTER = "io.mqconnector.ra.MqResourceAdapter";

    private ClassOrigin() {}

    /** {@code com.acme.Type of /path/x.jar by loader}. */
    static String of(Class<?> type) {
        var path = path(type);
        return type.getName() + (path.isEmpty() ? "" : " of " + path) + " by " + loader(type);
    }

    /** Whether {@code type} lies in a resource adapter of mq: there it is the server that starts the connector. */
    static boolean isInResourceAdapter(Class<?> type) {
        try {
            var adapter = Class.forName(RESOURCE_ADAPTER, false, type.getClassLoader());
            return adapter.getClassLoader() == type.getClassLoader(); // a WAR may see it, too
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** The jars in which {@code loader} finds {@code type} besides the one that it was loaded from. */
    static List<String> otherCopies(Class<?> type, ClassLoader loader) {
        var file = type.getName().replace('.', '/') + ".class";
        var own = type.getResource("/" + file);
        if (own == null) {
            return List.of();
        }
        try {
            return Collections.list(loader.getResources(file)).stream()
                    .map(url -> jar(url, file))
                    .filter(jar -> !jar.equals(jar(own, file)))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Servers have protocols of their own: {@code vfs:/a.jar/x.class}, {@code wsjar:file:/a.jar!/x.class}. */
    private static String jar(URL resource, String file) {
        return resource.toExternalForm()
                .replaceFirst("!?/?" + Pattern.quote(file) + "$", "")
                .replaceFirst("^([a-z]{2,}:)+", "");
    }

    /** Whether a web application brings {@code type} itself. */
    static boolean isInWebApplication(Class<?> type) {
        return isInWebApplication(path(type));
    }

    static boolean isInWebApplication(String jar) {
        return jar.contains("/WEB-INF/");
    }

    /** What to do when mq-api is there twice, {@code ours} being of the one that the application sees. */
    static String remedyForTwoApis(Class<?> ours) {
        return isInWebApplication(ours)
                ? "remove mq-api-*.jar from WEB-INF/lib, the resource adapter brings it"
                : "let the application see the mq-api of the resource adapter it uses and no other: remove mq-api-*.jar"
                        + " from the application if it is there, and where there are several resource adapters, make the"
                        + " one visible whose connection factory is bound there";
    }

    /** Among the interfaces of {@code type} the one that is called {@code wanted} and is not it. */
    static Optional<Class<?>> namesakeAmong(@Nullable Class<?> type, Class<?> wanted) {
        if (type == null) {
            return Optional.empty();
        }
        for (Class<?> each : type.getInterfaces()) {
            if (each != wanted && each.getName().equals(wanted.getName())) {
                return Optional.of(each);
            }
            var inherited = namesakeAmong(each, wanted);
            if (inherited.isPresent()) {
                return inherited;
            }
        }
        return namesakeAmong(type.getSuperclass(), wanted);
    }

    /** Where {@code type} was loaded from; empty if unknown. */
    static String path(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? ""
                : source.getLocation().getPath();
    }

    /** The providers that {@code loader} lists for {@code service} but which implement a namesake of another loader. */
    static List<String> strangers(Class<?> service, ClassLoader loader) {
        var strangers = new ArrayList<String>();
        for (String name : providerNames(service, loader)) {
            try {
                var provider = Class.forName(name, false, loader);
                if (!service.isAssignableFrom(provider)) {
                    strangers.add(of(provider) + " implements " + of(namesake(service, provider)));
                }
            } catch (ClassNotFoundException | LinkageError e) {
                // Not a stranger: the error of ServiceLoader says what is wrong with it.
            }
        }
        return strangers;
    }

    private static String loader(Class<?> type) {
        return type.getClassLoader() == null ? "the JVM" : type.getClassLoader().toString();
    }

    private static Class<?> namesake(Class<?> service, Class<?> provider) throws ClassNotFoundException {
        return Class.forName(service.getName(), false, provider.getClassLoader());
    }

    private static List<String> providerNames(Class<?> service, ClassLoader loader) {
        var names = new ArrayList<String>();
        try {
            for (var file : Collections.list(loader.getResources("META-INF/services/" + service.getName()))) {
                try (var lines = new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
                    lines.lines()
                            .map(line -> line.replaceFirst("#.*", "").trim())
                            .filter(line -> !line.isEmpty())
                            .forEach(names::add);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return names;
    }
}
