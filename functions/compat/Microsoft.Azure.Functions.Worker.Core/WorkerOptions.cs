using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Options of the worker.</summary>
public class WorkerOptions
{
    /// <summary>The serializer of payloads that the worker writes and reads, those of durable functions among them.</summary>
    public ObjectSerializer? Serializer { get; set; }
}
