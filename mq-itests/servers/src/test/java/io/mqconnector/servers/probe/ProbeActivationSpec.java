// SPDX-License-Identifier: MIT
package io.mqconnector.servers.probe;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Names the endpoint that a delivery asks for. */
public class ProbeActivationSpec implements ActivationSpec, Serializable {
    private static final long serialVersionUID = 1;

    private transient @Nullable ResourceAdapter resourceAdapter;
    private @Nullable String endpoint;

    public @Nullable String getEndpoint() {
        return endpoint;
    }

    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void validate() throws InvalidPropertyException {
        if (endpoint == null) {
            throw new InvalidPropertyException("endpoint is missing");
        }
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) {
        resourceAdapter = adapter;
    }
}
