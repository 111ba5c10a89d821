// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Says where classes came from, for errors about class loaders. */
final class ClassOrigin {
    private ClassOrigin() {}

    /** {@code com.acme.Type of /path/x.jar by loader}. */
    static String of(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        var location = source == null || source.getLocation() == null
                ? ""
                : " of " + source.getLocation().getPath();
        return type.getName() + location + " by " + type.getClassLoader();
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
