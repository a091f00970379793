using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Core;
using Azure.Core.Pipeline;
using Campaigns.App.Telemetry;

namespace Campaigns.App.Storage;

/// <summary>One kind of storage request: which table or container, what operation, on behalf of what work.</summary>
public sealed record StorageRequestKind(string Resource, string Operation, string Work);

/// <summary>
/// Counts every request that leaves for the data account, retries included. Costs are budgeted in requests, so this is the product's fuel gauge:
/// a metric for operations, a table for rehearsals and tests, a span each where somebody listens. Sits in the clients' pipelines at
/// <see cref="HttpPipelinePosition.PerRetry"/>.
/// </summary>
public sealed class StorageMeter : HttpPipelinePolicy
{
    private const string ServiceRequestHeader = "x-ms-request-id";
    private static readonly AsyncLocal<string?> CurrentWork = new();
    private static readonly AsyncLocal<string?> CurrentTable = new();
    private readonly ConcurrentDictionary<StorageRequestKind, long> _counts = new();

    /// <summary>Requests so far by kind.</summary>
    public IReadOnlyDictionary<StorageRequestKind, long> Snapshot() => new Dictionary<StorageRequestKind, long>(_counts);

    public long Total => _counts.Values.Sum();

    /// <summary>The work that requests of this flow are made for; "other" where nobody named it.</summary>
    public static string WorkNow => CurrentWork.Value ?? "other";

    /// <summary>Names the work that requests are made for, until the result is disposed; flows with the call, innermost name wins.</summary>
    public static IDisposable Work(string name) => new Scope(CurrentWork, name);

    /// <summary>Names the table of an entity-group transaction, whose address does not tell it.</summary>
    internal static IDisposable Table(string name) => new Scope(CurrentTable, name);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var span = Begin(message, Count(message.Request));
        try
        {
            ProcessNext(message, pipeline);
        }
        catch (Exception fault) when (span is not null)
        {
            Traces.Fail(span, fault);
            throw;
        }
        End(message, span);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var span = Begin(message, Count(message.Request));
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch (Exception fault) when (span is not null)
        {
            Traces.Fail(span, fault);
            throw;
        }
        End(message, span);
    }

    // Addresses of rows and blobs stay out of it: they are made of ids, which may be a person's.
    private static Activity? Begin(HttpMessage message, StorageRequestKind kind)
    {
        if (!Traces.Source.HasListeners())
            return null;
        var around = Activity.Current;
        var span = Traces.Source.StartActivity($"{kind.Operation} {kind.Resource}", ActivityKind.Client);
        if (span is not { IsAllDataRequested: true })
            return span;
        foreach (var (name, value) in around?.TagObjects ?? [])
        {
            if (name.StartsWith(TelemetryTags.Prefix, StringComparison.Ordinal))
                span.SetTag(name, value);
        }
        span.SetTag(TelemetryTags.Resource, kind.Resource);
        span.SetTag(TelemetryTags.Operation, kind.Operation);
        span.SetTag(TelemetryTags.Work, kind.Work);
        span.SetTag(TelemetryTags.Provider, "Microsoft.Storage");
        span.SetTag(TelemetryTags.Method, message.Request.Method.Method);
        span.SetTag(TelemetryTags.Server, message.Request.Uri.Host);
        return span;
    }

    private static void End(HttpMessage message, Activity? span)
    {
        if (!message.HasResponse)
            return;
        var status = message.Response.Status;
        if (status is 429 or 503)
            AppMeter.StorageThrottled.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Work, WorkNow));
        if (span is not { IsAllDataRequested: true })
            return;
        span.SetTag(TelemetryTags.Status, status);
        if (message.Response.Headers.TryGetValue(ServiceRequestHeader, out var id))
            span.SetTag(TelemetryTags.ServiceRequest, id);
        // A row that is not there, or has changed meanwhile, is an answer like any other.
        if (status is 429 or >= 500)
            span.SetStatus(ActivityStatusCode.Error);
    }

    private StorageRequestKind Count(Request request)
    {
        var kind = Classify(request.Method.Method, request.Uri.Path, request.Uri.Query, CurrentTable.Value) with { Work = WorkNow };
        _counts.AddOrUpdate(kind, 1, static (_, n) => n + 1);
        AppMeter.StorageRequests.Add(
            1, new(TelemetryTags.Resource, kind.Resource), new(TelemetryTags.Operation, kind.Operation), new(TelemetryTags.Work, kind.Work));
        return kind;
    }

    /// <summary>Reads resource and operation off a request's address; emulator addresses start with the account's name.</summary>
    internal static StorageRequestKind Classify(string method, string path, string query, string? table)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var first = segments.Length > 0 && segments[0].StartsWith("devstoreaccount", StringComparison.Ordinal) ? 1 : 0;
        var resource = segments.Length > first ? segments[first] : "account";
        if (resource == "$batch")
            return new(table ?? "tables", "batch", "");
        var keyed = resource.IndexOf('(', StringComparison.Ordinal);
        if (keyed >= 0)
        {
            var point = resource.Length > keyed + 2;
            return new(resource[..keyed], method switch { "GET" => point ? "read" : "query", "PUT" => "replace", "DELETE" => "delete", _ => "merge" }, "");
        }
        if (segments.Length > first + 1 || query.Contains("restype=container", StringComparison.Ordinal))
            return new(resource, query.Contains("comp=block", StringComparison.Ordinal) ? "block" : method.ToLowerInvariant(), "");
        return new(resource, method == "GET" ? "query" : "insert", "");
    }

    private sealed class Scope : IDisposable
    {
        private readonly AsyncLocal<string?> _local;
        private readonly string? _outer;

        public Scope(AsyncLocal<string?> local, string value)
        {
            _local = local;
            _outer = local.Value;
            local.Value = value;
        }

        public void Dispose() => _local.Value = _outer;
    }
}
