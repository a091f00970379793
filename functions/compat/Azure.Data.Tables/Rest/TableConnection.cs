using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Serialization;

namespace Azure.Data.Tables.Rest;

/// <summary>An account's table endpoint: builds the protocol's requests and sends them through one pipeline, which all clients of the account share.</summary>
internal sealed class TableConnection
{
    public const string Json = "application/json";
    private const string MinimalMetadata = "application/json;odata=minimalmetadata";
    private readonly HttpPipeline _pipeline;
    private readonly string _version;

    // What the service accepts tokens for, in the public cloud.
    private const string TokenScope = "https://storage.azure.com/.default";

    public TableConnection(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
        : this(endpoint, credential.AccountName, new SharedKeyLitePolicy(credential), options) => Key = credential;

    /// <exception cref="ArgumentException">A token would travel in the clear.</exception>
    public TableConnection(Uri endpoint, TokenCredential credential, TableClientOptions? options)
        : this(
            endpoint.Scheme == Uri.UriSchemeHttps ? endpoint : throw new ArgumentException("Cannot use TokenCredential without HTTPS.", nameof(endpoint)),
            AccountOf(endpoint), new BearerTokenAuthenticationPolicy(credential, TokenScope), options)
    {
    }

    /// <exception cref="ArgumentException">The signature would travel in the clear.</exception>
    public TableConnection(Uri endpoint, AzureSasCredential credential, TableClientOptions? options)
        : this(Guarded(endpoint), AccountOf(endpoint), new SasPolicy(() => credential.Signature), options)
    {
    }

    /// <summary>By the signature in the address's query; without one the service is asked anonymously.</summary>
    /// <exception cref="ArgumentException">The signature would travel in the clear.</exception>
    public TableConnection(Uri endpoint, TableClientOptions? options)
        : this(
            new UriBuilder(Guarded(endpoint)) { Query = "" }.Uri, AccountOf(endpoint),
            endpoint.Query.Length > 1 ? new SasPolicy(() => endpoint.Query) : null, options)
    {
    }

    private TableConnection(Uri endpoint, string accountName, HttpPipelinePolicy? authentication, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        _version = options.VersionHeader;
        Endpoint = endpoint;
        AccountName = accountName;
        EndpointText = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var pipeline = new HttpPipelineOptions(options) { RequestFailedDetailsParser = ErrorParser.Instance };
        if (authentication is not null)
        {
            pipeline.PerRetryPolicies.Add(authentication);
        }

        _pipeline = HttpPipelineBuilder.Build(pipeline);
    }

    public Uri Endpoint { get; }

    public string EndpointText { get; }

    public string AccountName { get; }

    /// <summary>The account key; null for a client that has another credential.</summary>
    public TableSharedKeyCredential? Key { get; }

    /// <summary>The account key.</summary>
    /// <exception cref="InvalidOperationException">The client has another credential.</exception>
    public TableSharedKeyCredential RequireKey() =>
        Key ?? throw new InvalidOperationException($"A client without {nameof(TableSharedKeyCredential)} cannot sign.");

    /// <summary>The path of a row below the endpoint.</summary>
    public static string RowPath(string table, string partitionKey, string rowKey) =>
        $"/{table}(PartitionKey='{Quoted(partitionKey)}',RowKey='{Quoted(rowKey)}')";

    /// <summary>A request to a path below the endpoint, which must be escaped already.</summary>
    public HttpMessage Message(RequestMethod method, string path, ResponseClassifier accepted)
    {
        var message = _pipeline.CreateMessage(null, accepted);
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(Endpoint);
        if (request.Uri.Path.EndsWith('/'))
        {
            request.Uri.Path = request.Uri.Path.TrimEnd('/');
        }

        request.Uri.AppendPath(path, escape: false);
        request.Headers.Add("x-ms-version", _version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", MinimalMetadata);
        return message;
    }

    /// <summary>Sends a request and returns the response if it is one that the request accepts.</summary>
    /// <exception cref="RequestFailedException">The service answered something else, also after the pipeline's retries.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        var response = message.Response;
        return response.IsError ? throw new RequestFailedException(response, null, ErrorParser.Instance) : response;
    }

    /// <summary>Sends a request with a row as its body.</summary>
    public async Task<Response> SendAsync(HttpMessage message, ITableEntity entity, CancellationToken cancellationToken)
    {
        var body = new PooledBuffer(1024);
        using (var writer = new Utf8JsonWriter(body, Serialization.Json.WriterOptions))
        {
            EntityWriter.Write(writer, entity);
        }

        return await SendAsync(message, body, Json, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request with a body.</summary>
    public async Task<Response> SendAsync(HttpMessage message, PooledBuffer body, string contentType, CancellationToken cancellationToken)
    {
        message.Request.Content = RequestContent.Create(body.Written);
        message.Request.Headers.Add("Content-Type", contentType);
        var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        message.Request.Content = null;
        body.Return();
        return response;
    }

    /// <summary>A table's address as the account's and the table's name.</summary>
    public static (Uri Endpoint, string Table) Split(Uri address)
    {
        var path = address.AbsolutePath.TrimEnd('/');
        var slash = path.LastIndexOf('/');
        return path.Length - slash > 1
            ? (new UriBuilder(address) { Path = path[..slash] }.Uri, Uri.UnescapeDataString(path[(slash + 1)..]))
            : throw new ArgumentException("The address names no table.", nameof(address));
    }

    private static Uri Guarded(Uri endpoint) =>
        endpoint.Scheme == Uri.UriSchemeHttps || endpoint.IsLoopback
            ? endpoint
            : throw new ArgumentException("Cannot use a shared access signature without HTTPS.", nameof(endpoint));

    // The emulator's addresses name the account in their path.
    private static string AccountOf(Uri endpoint) =>
        endpoint.HostNameType == UriHostNameType.Dns && !endpoint.IsLoopback
            ? endpoint.Host.Split('.')[0]
            : endpoint.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";

    private static string Quoted(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
