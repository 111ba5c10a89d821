// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The class loader of a WAR or of a second resource adapter: has some classes itself and does not see others. */
final class IsolatedLoader extends ClassLoader {
    private final String name;
    private final Map<String, ProtectionDomain> own = new LinkedHashMap<>();
    private final List<String> hidden = new ArrayList<>();
    private final List<String> shared = new ArrayList<>();

    IsolatedLoader(String name, ClassLoader parent) {
        super(name, parent);
        this.name = name;
    }

    /** Defines the classes whose names begin so once more, as of {@code jar}. */
    IsolatedLoader define(String prefix, String jar) {
        try {
            var source = new CodeSource(new URL("file:" + jar), (Certificate[]) null);
            own.put(prefix, new ProtectionDomain(source, null));
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Does not find the classes whose names begin so. */
    IsolatedLoader hide(String prefix) {
        hidden.add(prefix);
        return this;
    }

    /** Leaves a class to the parent that it would define. */
    IsolatedLoader share(Class<?> type) {
        shared.add(type.getName());
        return this;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    protected Class<?> loadClass(String className, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(className)) {
            var known = findLoadedClass(className);
            if (known != null) {
                return known;
            }
            if (hidden.stream().anyMatch(className::startsWith)) {
                throw new ClassNotFoundException(className);
            }
            for (var each : own.entrySet()) {
                if (className.startsWith(each.getKey()) && shared.stream().noneMatch(className::startsWith)) {
                    return define(className, each.getValue());
                }
            }
            return super.loadClass(className, resolve);
        }
    }

    private Class<?> define(String className, ProtectionDomain domain) throws ClassNotFoundException {
        try (var bytes = getResourceAsStream(className.replace('.', '/') + ".class")) {
            if (bytes == null) {
                throw new ClassNotFoundException(className);
            }
            var code = bytes.readAllBytes();
            return defineClass(className, code, 0, code.length, domain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
