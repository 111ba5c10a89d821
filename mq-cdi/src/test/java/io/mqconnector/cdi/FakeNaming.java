// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/** JNDI for one test: everybody in the JVM finds what is bound, until it is closed. */
public final class FakeNaming implements InitialContextFactory {
    private static final Map<String, Object> BOUND = new ConcurrentHashMap<>();

    /** For JNDI. */
    public FakeNaming() {}

    static Installed install() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, FakeNaming.class.getName());
        return new Installed();
    }

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        return new Names();
    }

    /** What a test binds. */
    static final class Installed implements AutoCloseable {
        /** Binds an object; a {@link NamingException} or an error is thrown by the look-up instead. */
        Installed bind(String name, Object object) {
            BOUND.put(name, object);
            return this;
        }

        @Override
        public void close() {
            BOUND.clear();
            System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        }
    }

    private static final class Names extends InitialContext {
        Names() throws NamingException {
            super(true);
        }

        @Override
        public Object lookup(String name) throws NamingException {
            var object = BOUND.get(name);
            if (object instanceof NamingException failure) {
                throw failure;
            }
            if (object instanceof Error error) {
                throw error;
            }
            if (object == null) {
                throw new NameNotFoundException(name);
            }
            return object;
        }
    }
}
