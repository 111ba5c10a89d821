// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import java.util.List;

/**
 * What the JDK keeps of the last record that it made {@code equals}, {@code hashCode} or {@code toString} for: handles in statics of
 * {@link ObjectMethods} remember how they were last adapted (JDK 17; later ones softly), with them a record's class, and with
 * that its class loader. Stateless.
 */
final class RecordMethods {
    private RecordMethods() {}

    /**
     * Has them remember a class of the JDK instead, so that a resource adapter that is gone can be collected.
     *
     * @throws IllegalStateException if this JDK does not make them so
     */
    static void forgetOurs() {
        for (var made : List.of(
                MethodType.methodType(boolean.class, String.class, Object.class),
                MethodType.methodType(int.class, String.class),
                MethodType.methodType(String.class, String.class))) {
            try {
                Object ignored = ObjectMethods.bootstrap(
                        MethodHandles.lookup(),
                        name(made),
                        made,
                        String.class,
                        "itself",
                        MethodHandles.identity(String.class));
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String name(MethodType made) {
        if (made.returnType() == boolean.class) {
            return "equals";
        }
        return made.returnType() == int.class ? "hashCode" : "toString";
    }
}
