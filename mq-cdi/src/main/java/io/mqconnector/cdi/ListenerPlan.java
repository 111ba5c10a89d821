// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.spi.MqPayloadConverter;
import io.mqconnector.spi.PayloadConverters;
import io.mqconnector.spi.SubscriptionRequest;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is needed to run a listener method, worked out at deployment; or what is wrong with it. */
final class ListenerPlan {
    private final ListenerMethod method;
    private final BeanManager beanManager;
    private final ListenerSignature signature;
    private final List<String> problems = new ArrayList<>();
    private final boolean isDeclared;
    private final @Nullable FilterBean filter;
    private final @Nullable Type referenceType;
    private final @Nullable MethodHandle handle;

    ListenerPlan(
            ListenerMethod method, PayloadConverters converters, MqPayloadConverter fallback, BeanManager beanManager) {
        this.method = method;
        this.beanManager = beanManager;
        this.signature = new ListenerSignature(method, converters, fallback);
        problems.addAll(signature.problems());
        var declarationProblems = method.declarationProblems();
        this.isDeclared = declarationProblems.isEmpty();
        problems.addAll(declarationProblems);
        this.referenceType = referenceType();
        this.handle = signature.problems().isEmpty() ? handle() : null;
        this.filter = FilterBean.of(method.filter(), beanManager, problems);
        checkScope();
        if (isBatch() && !method.eventTypes().isEmpty()) {
            problems.add(
                    "has eventTypes, but takes a batch; take one record a call, event types are told apart one by one");
        }
        if (method.isManual() && signature.problems().isEmpty() && !signature.canAcknowledge()) {
            problems.add("autoCommit is false, but nothing it takes can acknowledge a record; take an MqContext or an"
                    + " MqDelivery, of batches a List<MqDelivery>");
        }
    }

    ListenerMethod method() {
        return method;
    }

    /** {@code <what>; <remedy>} each; empty if it can be {@linkplain #open opened}. */
    List<String> problems() {
        return problems;
    }

    /** Whether the annotation says enough to ask the runtime about the rest. */
    boolean isDeclared() {
        return isDeclared;
    }

    /** What the annotation says; without a listener. */
    SubscriptionRequest.Builder request(ListenerEnvironment environment) {
        return SubscriptionRequest.builder(method.name(), environment.applicationLoader())
                .topics(method.topics())
                .topicPattern(method.topicPattern())
                .group(method.group())
                .declared(method.declaredSettings())
                .applicationConfig(environment.applicationConfig());
    }

    /** Whether the method takes batches. */
    boolean isBatch() {
        return signature.isBatch();
    }

    /** Takes references to the beans: a dependent one is created. */
    BeanCall open(RequestScope requestScope) {
        if (handle == null || referenceType == null) {
            throw new IllegalStateException(method + " cannot be opened: " + problems);
        }
        var context = beanManager.createCreationalContext(method.bean());
        try {
            var reference = beanManager.getReference(method.bean(), referenceType, context);
            return new BeanCall(
                    handle,
                    reference,
                    filter == null ? null : filter.open(beanManager, context),
                    filter == null ? "" : filter.toString(),
                    context,
                    requestScope);
        } catch (RuntimeException | Error e) {
            context.release();
            throw e;
        }
    }

    /** The method for one record a call. */
    MqMessageListener listener(BeanCall call, EnvelopeRules envelopes) {
        return new ListenerInvocation(call, signature.sources(), signature.envelopeAt(), envelopes);
    }

    /** The method for batches. */
    MqBatchListener batchListener(BeanCall call, EnvelopeRules envelopes) {
        return new BatchInvocation(call, signature.sources().get(0), envelopes);
    }

    /** The bean type through which the container lets the method be called: the class where there is a choice. */
    private @Nullable Type referenceType() {
        Type inherited = null;
        for (Type type : method.bean().getTypes()) {
            var erased = ResolvedTypes.erased(type);
            if (erased == method.beanClass()) {
                return type;
            }
            if (method.method().getDeclaringClass().isAssignableFrom(erased)) {
                inherited = type;
            }
        }
        if (inherited == null) {
            problems.add("is not visible through the types of its bean "
                    + method.bean().getTypes().stream()
                            .map(type -> type.getTypeName())
                            .sorted()
                            .toList() + "; remove @Typed, or give a session bean a no-interface view");
        }
        return inherited;
    }

    /** {@code (Object reference, Object[] arguments)void}; calls the most derived method, as an interceptor needs. */
    private @Nullable MethodHandle handle() {
        var member = method.method();
        try {
            if (!member.trySetAccessible()) {
                problems.add("is not accessible to mq-cdi; make class and method public or open the package of module "
                        + member.getDeclaringClass().getModule().getName());
                return null;
            }
            return MethodHandles.lookup()
                    .unreflect(member)
                    .asFixedArity()
                    .asSpreader(Object[].class, member.getParameterCount())
                    .asType(MethodType.methodType(void.class, Object.class, Object[].class));
        } catch (IllegalAccessException e) {
            problems.add("is not accessible to mq-cdi (" + e + "); make class and method public");
            return null;
        }
    }

    private void checkScope() {
        var scope = method.bean().getScope();
        if (scope == SessionScoped.class || scope == ConversationScoped.class) {
            problems.add("belongs to a @" + scope.getSimpleName()
                    + " bean, but a record has no session; make the bean @ApplicationScoped or @RequestScoped");
        } else if (referenceType != null && beanManager.isNormalScope(scope)) {
            checkProxy(referenceType);
        }
    }

    /** A proxy creates no bean. One that cannot override the method would run it on itself, without bean and interceptor. */
    private void checkProxy(Type type) {
        var context = beanManager.createCreationalContext(method.bean());
        try {
            var proxy = beanManager.getReference(method.bean(), type, context);
            if (!method.isOverridableBy(proxy.getClass())) {
                problems.add("is package-private, and the container's proxy "
                        + proxy.getClass().getName()
                        + " is in another package or class loader; make it protected or public");
            }
        } catch (RuntimeException e) {
            problems.add("the container cannot make a proxy for its bean (" + e + "); make the bean proxyable");
        } finally {
            context.release();
        }
    }
}
