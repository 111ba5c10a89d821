// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the type variables of a class's superclasses stand for in that class. Immutable. */
final class ResolvedTypes {
    private final Map<TypeVariable<?>, Type> arguments = new HashMap<>();

    ResolvedTypes(Class<?> of) {
        var type = of.getGenericSuperclass();
        while (type != null) {
            var raw = erased(type);
            if (type instanceof ParameterizedType parameterized) {
                var variables = raw.getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    arguments.put(variables[i], parameterized.getActualTypeArguments()[i]);
                }
            }
            type = raw.getGenericSuperclass();
        }
    }

    /** {@code type} with everything replaced that is known. */
    Type resolved(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            var argument = arguments.get(variable);
            return argument == null ? variable : resolved(argument);
        }
        if (type instanceof GenericArrayType array) {
            var component = resolved(array.getGenericComponentType());
            return component instanceof Class<?> known
                    ? Array.newInstance(known, 0).getClass()
                    : array;
        }
        if (type instanceof ParameterizedType parameterized) {
            var declared = Arrays.asList(parameterized.getActualTypeArguments());
            var known = declared.stream().map(this::resolved).toList();
            return known.equals(declared)
                    ? parameterized
                    : new Parameterized(parameterized.getRawType(), known, parameterized.getOwnerType());
        }
        return type;
    }

    /** Whether a value of {@code type} could be anything: a variable that nothing here binds. */
    static boolean isUnknown(Type type) {
        return type instanceof TypeVariable<?> || type instanceof GenericArrayType;
    }

    /** The type of the elements of a list of {@code type}, its bound for a wildcard; null if anything may be in it. */
    static @Nullable Type elementOf(Type type) {
        if (!(type instanceof ParameterizedType parameterized)) {
            return null;
        }
        var element = parameterized.getActualTypeArguments()[0];
        if (element instanceof WildcardType wildcard) {
            element = wildcard.getUpperBounds()[0];
        }
        return element == Object.class ? null : element;
    }

    static Class<?> erased(Type type) {
        if (type instanceof Class<?> known) {
            return known;
        }
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(erased(array.getGenericComponentType()), 0).getClass();
        }
        if (type instanceof WildcardType wildcard) {
            return erased(wildcard.getUpperBounds()[0]);
        }
        return erased(((TypeVariable<?>) type).getBounds()[0]);
    }

    /** As one would write it in a source file that has the imports: {@code List<Order>}. */
    static String simpleName(Type type) {
        if (type instanceof Class<?> known) {
            return known.getSimpleName();
        }
        if (type instanceof ParameterizedType parameterized) {
            return Arrays.stream(parameterized.getActualTypeArguments())
                    .map(ResolvedTypes::simpleName)
                    .collect(Collectors.joining(", ", erased(type).getSimpleName() + "<", ">"));
        }
        return type.getTypeName();
    }

    /** Equal to the JDK's own parameterized types, so that converters may compare. */
    private record Parameterized(
            Type raw, List<Type> arguments, @Nullable Type owner) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return owner;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ParameterizedType that
                    && raw.equals(that.getRawType())
                    && Objects.equals(owner, that.getOwnerType())
                    && arguments.equals(Arrays.asList(that.getActualTypeArguments()));
        }

        @Override
        public int hashCode() {
            return arguments.hashCode() ^ Objects.hashCode(owner) ^ raw.hashCode();
        }

        @Override
        public String getTypeName() {
            return raw.getTypeName()
                    + arguments.stream().map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
        }

        @Override
        public String toString() {
            return getTypeName();
        }
    }
}
