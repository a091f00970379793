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

    // The policy refuses to send a token in the clear.
    public TableConnection(Uri endpoint, TokenCredential credential, TableClientOptions? options)
        : this(endpoint, AccountOf(endpoint), new BearerTokenAuthenticationPolicy(credential, TokenScope), options)
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
            Guarded(endpoint), AccountOf(endpoint),
            endpoint.Query.Length > 1 ? new SasPolicy(() => endpoint.Query) : null, options)
    {
    }

    private TableConnection(Uri endpoint, string accountName, HttpPipelinePolicy? authentication, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        _version = options.VersionHeader;
        Endpoint = endpoint.Query.Length == 0 ? endpoint : new UriBuilder(endpoint) { Query = "" }.Uri;
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
    public HttpMessage Message(RequestMethod method, string path, ResponseClassifier accepted, bool formatted = true)
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
        if (formatted)
        {
            request.Uri.AppendQuery("$format", MinimalMetadata, escapeValue: true);
        }

        request.Headers.Add("x-ms-version", _version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", MinimalMetadata);
        return message;
    }

    /// <summary>Sends a request and returns the response if it is one that the request accepts.</summary>
    /// <exception cref="RequestFailedException">The service answered something else, also after the pipeline's retries.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken, int handedBack = 0)
    {
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        var response = message.Response;
        return response.IsError && response.Status != handedBack ? throw new RequestFailedException(response, null, ErrorParser.Instance) : response;
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

    /// <summary>An address as the account's and, where it names one, the table's name.</summary>
    public static (Uri Endpoint, string? Table) Split(Uri address)
    {
        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var own = IsAccountInPath(address) ? 1 : 0;
        return parts.Length > own
            ? (new UriBuilder(address) { Path = string.Join('/', parts[..own]) }.Uri, Uri.UnescapeDataString(parts[own]))
            : (address, null);
    }

    private static Uri Guarded(Uri endpoint) =>
        endpoint.Scheme == Uri.UriSchemeHttps || endpoint.IsLoopback
            ? endpoint
            : throw new ArgumentException("Cannot use a shared access signature without HTTPS.", nameof(endpoint));

    // The emulator's addresses name the account in their path.
    private static bool IsAccountInPath(Uri endpoint) => endpoint.HostNameType != UriHostNameType.Dns || endpoint.IsLoopback;

    private static string AccountOf(Uri endpoint) => IsAccountInPath(endpoint)
        ? endpoint.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? ""
        : endpoint.Host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? endpoint.Host[..dot] : "";

    private static string Quoted(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
