// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Notes in the request that it was there. */
@Watched
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
public class Watcher {
    @Inject
    private OneRequest request;

    @AroundInvoke
    Object around(InvocationContext invocation) throws Exception {
        request.note("intercepted");
        return invocation.proceed();
    }
}
