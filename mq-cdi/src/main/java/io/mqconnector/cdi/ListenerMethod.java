// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqFilter;
import io.mqconnector.api.MqListener;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A method marked {@link MqListener}, as one bean has it. Immutable. */
final class ListenerMethod {
    private final Bean<?> bean;
    private final Class<?> beanClass;
    private final AnnotatedMethod<?> annotated;
    private final MqListener declaration;
    private final List<Type> parameterTypes;

    private ListenerMethod(Bean<?> bean, Class<?> beanClass, AnnotatedMethod<?> annotated, ResolvedTypes types) {
        this.bean = bean;
        this.beanClass = beanClass;
        this.annotated = annotated;
        this.declaration = annotated.getAnnotation(MqListener.class);
        this.parameterTypes = annotated.getParameters().stream()
                .map(parameter ->
                        types.resolved(annotated.getJavaMember().getGenericParameterTypes()[parameter.getPosition()]))
                .toList();
    }

    /** Those of {@code bean}, inherited ones included. */
    static List<ListenerMethod> of(Bean<?> bean, AnnotatedType<?> type) {
        var marked = marked(type);
        if (marked.isEmpty()) {
            return List.of();
        }
        var types = new ResolvedTypes(type.getJavaClass());
        return marked.stream()
                .map(method -> new ListenerMethod(bean, type.getJavaClass(), method, types))
                .toList();
    }

    /**
     * The methods of {@code type} marked {@link MqListener} that an instance of it really has: neither abstract nor
     * overridden. Bridges are left out, to which the compiler copies annotations.
     */
    static List<AnnotatedMethod<?>> marked(AnnotatedType<?> type) {
        var marked = new ArrayList<AnnotatedMethod<?>>();
        for (AnnotatedMethod<?> method : type.getMethods()) {
            var member = method.getJavaMember();
            if (method.isAnnotationPresent(MqListener.class)
                    && !member.isBridge()
                    && !Modifier.isAbstract(member.getModifiers())
                    && !member.getDeclaringClass().isInterface()
                    && !isOverridden(member, type.getJavaClass())) {
                marked.add(method);
            }
        }
        return marked;
    }

    /** {@code com.acme.Chat.onMessage(String)}. */
    static String described(Class<?> beanClass, Method method, List<Type> parameterTypes) {
        var text = beanClass.getName() + "." + method.getName()
                + parameterTypes.stream().map(ResolvedTypes::simpleName).collect(Collectors.joining(", ", "(", ")"));
        return method.getDeclaringClass() == beanClass
                ? text
                : text + " inherited from " + method.getDeclaringClass().getName();
    }

    private static boolean isOverridden(Method method, Class<?> beanClass) {
        if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            return false;
        }
        var types = new ResolvedTypes(beanClass);
        var signature = erasedParameters(method, types);
        for (Class<?> type = beanClass;
                type != null && type != method.getDeclaringClass();
                type = type.getSuperclass()) {
            for (Method other : type.getDeclaredMethods()) {
                if (other.getName().equals(method.getName())
                        && !other.isBridge()
                        && !Modifier.isPrivate(other.getModifiers())
                        && !Modifier.isStatic(other.getModifiers())
                        && isVisible(method, type)
                        && erasedParameters(other, types).equals(signature)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isVisible(Method method, Class<?> subclass) {
        return Modifier.isPublic(method.getModifiers())
                || Modifier.isProtected(method.getModifiers())
                || isSamePackage(method.getDeclaringClass(), subclass);
    }

    private static boolean isSamePackage(Class<?> one, Class<?> other) {
        return one.getPackageName().equals(other.getPackageName()) && one.getClassLoader() == other.getClassLoader();
    }

    private static List<Class<?>> erasedParameters(Method method, ResolvedTypes types) {
        var erased = new ArrayList<Class<?>>();
        for (Type type : method.getGenericParameterTypes()) {
            erased.add(ResolvedTypes.erased(types.resolved(type)));
        }
        return erased;
    }

    Bean<?> bean() {
        return bean;
    }

    Class<?> beanClass() {
        return beanClass;
    }

    AnnotatedMethod<?> annotated() {
        return annotated;
    }

    Method method() {
        return annotated.getJavaMember();
    }

    /** The types of its parameters in this bean, type variables of superclasses replaced. */
    List<Type> parameterTypes() {
        return parameterTypes;
    }

    /** Its name in configuration, JMX and logs. */
    String name() {
        return declaration.name().isBlank() ? beanClass.getSimpleName() + "." + method().getName() : declaration.name();
    }

    String group() {
        return declaration.group();
    }

    List<String> topics() {
        return List.of(declaration.topics());
    }

    /** A regular expression, or empty. */
    String topicPattern() {
        return declaration.topicPattern();
    }

    /** The event types it takes; none for all records. */
    List<String> eventTypes() {
        return List.of(declaration.eventTypes());
    }

    /**
     * Whether records come to it by their event type.
     *
     * @param isShared whether other methods have its name; that is no accident only if the name was set
     */
    boolean isRouted(boolean isShared) {
        return declaration.eventTypes().length > 0
                && !(isShared && declaration.name().isBlank());
    }

    /** Null for none. */
    @Nullable
    Class<? extends MqFilter> filter() {
        return declaration.filter() == MqFilter.class ? null : declaration.filter();
    }

    /** Whether the annotation wants manual acknowledgement. */
    boolean isManual() {
        return declaration.autoCommit().strip().equalsIgnoreCase("false");
    }

    /** What the annotation sets besides name, topics and group, by configuration key without prefix. */
    Map<String, String> declaredSettings() {
        var settings = new LinkedHashMap<String, String>();
        if (!declaration.connection().isBlank()) {
            settings.put("connection", declaration.connection().trim());
        }
        if (declaration.workers() > 0) {
            settings.put("workers", Integer.toString(declaration.workers()));
        }
        if (declaration.consumers() > 0) {
            settings.put("consumers", Integer.toString(declaration.consumers()));
        }
        if (!declaration.autoOffsetReset().isBlank()) {
            settings.put("auto-offset-reset", declaration.autoOffsetReset().trim());
        }
        if (!declaration.ordering().isBlank()) {
            settings.put("ordering", declaration.ordering().trim());
        }
        if (!declaration.autoCommit().isBlank()) {
            settings.put("auto-commit", declaration.autoCommit().trim());
        }
        if (!declaration.transactional().isBlank()) {
            settings.put("transactional", declaration.transactional().trim());
        }
        return settings;
    }

    /** What is wrong with the annotation's members: {@code <what>; <remedy>} each. */
    List<String> declarationProblems() {
        var problems = new ArrayList<String>();
        var topics = topics();
        if (topics.isEmpty() && topicPattern().isBlank()) {
            problems.add("names no topic; set topics or topicPattern of @MqListener");
        }
        if (!topics.isEmpty() && !topicPattern().isBlank()) {
            problems.add("names topics and a topicPattern; keep one of them");
        }
        for (int i = 0; i < topics.size(); i++) {
            if (topics.get(i).isBlank()) {
                problems.add("topic " + (i + 1) + " of " + topics.size() + " is blank; name a topic or leave it out");
            }
        }
        var eventTypes = eventTypes();
        for (int i = 0; i < eventTypes.size(); i++) {
            if (eventTypes.get(i).isBlank()) {
                problems.add("event type " + (i + 1) + " of " + eventTypes.size()
                        + " is blank; name an event type or leave it out");
            }
        }
        if (declaration.workers() < 0) {
            problems.add(
                    "workers is " + declaration.workers() + "; set 1 or more, or 0 to leave it to the configuration");
        }
        if (declaration.consumers() < 0) {
            problems.add("consumers is " + declaration.consumers()
                    + "; set 1 or more, or 0 to leave it to the configuration");
        }
        return problems;
    }

    /** Whether a subclass generated beside {@code type} can override the method. */
    boolean isOverridableBy(Class<?> type) {
        return isVisible(method(), type);
    }

    /** {@code com.acme.Chat.onMessage(String)}. */
    @Override
    public String toString() {
        return described(beanClass, method(), parameterTypes);
    }
}
