// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Comparator;
import java.util.List;

/**
 * References to all beans of a type, whatever their qualifiers, in the order of their classes' names. Immutable.
 *
 * @param all the references
 * @param context what is let go of in the end
 */
record BeanReferences<T>(List<T> all, CreationalContext<?> context) {
    /** Takes them: dependent ones are created. */
    static <T> BeanReferences<T> of(Class<T> type, BeanManager beanManager) {
        CreationalContext<?> context = beanManager.createCreationalContext(null);
        try {
            var all = beanManager.getBeans(type, Any.Literal.INSTANCE).stream()
                    .sorted(Comparator.comparing(
                                    (Bean<?> bean) -> bean.getBeanClass().getName())
                            .thenComparing(Bean::toString))
                    .map(bean -> type.cast(beanManager.getReference(bean, type, context)))
                    .toList();
            return new BeanReferences<>(all, context);
        } catch (RuntimeException | Error e) {
            context.release();
            throw e;
        }
    }

    /** Lets go of them: dependent ones are destroyed. */
    void close() {
        context.release();
    }
}
