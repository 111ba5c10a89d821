// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqFilter;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bean that filters for a listener. Immutable. */
record FilterBean(Class<? extends MqFilter> type, Bean<?> bean) {
    /** Null if there is none to be, or there is a problem: {@code <what>; <remedy>}. */
    static @Nullable FilterBean of(
            @Nullable Class<? extends MqFilter> type, BeanManager beanManager, List<String> problems) {
        if (type == null) {
            return null;
        }
        var beans = beanManager.getBeans(type);
        if (beans.isEmpty()) {
            problems.add("its filter " + type.getName() + " is no bean; give it a scope, as @ApplicationScoped");
            return null;
        }
        try {
            return new FilterBean(type, requireNonNull(beanManager.resolve(beans)));
        } catch (AmbiguousResolutionException e) {
            problems.add("its filter " + type.getName() + " is the type of several beans; name one of their classes");
            return null;
        }
    }

    /** A reference, let go of with {@code owner}. */
    MqFilter open(BeanManager beanManager, CreationalContext<?> owner) {
        return (MqFilter) beanManager.getReference(bean, type, owner);
    }

    /** The name of its class. */
    @Override
    public String toString() {
        return type.getName();
    }
}
