using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Rest;
using Azure.Data.Tables.Sas;

namespace Azure.Data.Tables;

/// <summary>A storage account's tables.</summary>
public class TableServiceClient
{
    private readonly TableConnection _connection;

    /// <summary>A client of the account that a connection string names.</summary>
    public TableServiceClient(string connectionString) : this(connectionString, null)
    {
    }

    /// <summary>A client of the account that a connection string names.</summary>
    public TableServiceClient(string connectionString, TableClientOptions? options = null)
    {
        _connection = ConnectionString.Parse(connectionString).Connect(options);
    }

    /// <summary>A client of the account at <paramref name="endpoint"/>.</summary>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential) : this(endpoint, credential, null)
    {
    }

    /// <summary>A client of the account at <paramref name="endpoint"/>.</summary>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        _connection = new TableConnection(endpoint, credential, options);
    }

    /// <summary>A client of the account at <paramref name="endpoint"/>, by tokens of an identity; plain http is refused when a request is sent.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(tokenCredential);
        _connection = new TableConnection(endpoint, tokenCredential, options);
    }

    /// <summary>A client by a shared access signature, which its owner may renew; http is for the local machine only.</summary>
    public TableServiceClient(Uri endpoint, AzureSasCredential credential) : this(endpoint, credential, null)
    {
    }

    /// <summary>A client by a shared access signature, which its owner may renew; http is for the local machine only.</summary>
    public TableServiceClient(Uri endpoint, AzureSasCredential credential, TableClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        _connection = new TableConnection(endpoint, credential, options);
    }

    /// <summary>A client by the shared access signature in the address's query.</summary>
    public TableServiceClient(Uri endpoint, TableClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _connection = endpoint.Query.Length > 1
            ? new TableConnection(endpoint, options)
            : throw new ArgumentException("The address holds no shared access signature.", nameof(endpoint));
    }

    /// <summary>For derived test doubles.</summary>
    protected TableServiceClient() => _connection = null!;

    /// <summary>The account.</summary>
    public virtual string AccountName => _connection.AccountName;

    /// <summary>The account's table endpoint.</summary>
    public virtual Uri Uri => _connection.Endpoint;

    /// <summary>A filter whose arguments are escaped literals.</summary>
    public static string CreateQueryFilter(FormattableString filter) => Filter.Create(filter)!;

    /// <summary>A client of one table, over the same pipeline. Asks the service nothing.</summary>
    public virtual TableClient GetTableClient(string tableName)
    {
        ArgumentNullException.ThrowIfNull(tableName);
        return new TableClient(_connection, tableName);
    }

    /// <summary>Creates a table.</summary>
    /// <exception cref="RequestFailedException">409 TableAlreadyExists, among others.</exception>
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateAsync(cancellationToken);

    /// <summary>Creates a table unless it is there; the raw response's status is then 409.</summary>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Deletes a table; a missing one is answered with status 404, not with an exception.</summary>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);

    /// <summary>The account's tables, in order of their names; asked for page by page while they are enumerated.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(FormattableString filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        QueryAsync(CreateQueryFilter(filter), maxPerPage, cancellationToken);

    /// <summary>The account's tables, in order of their names; asked for page by page while they are enumerated.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new TablePages<TableItem>((token, size, cancellation) => FetchAsync(filter, token, size, cancellation), maxPerPage, cancellationToken);

    /// <summary>A signature of the account, still to be signed.</summary>
    public virtual TableAccountSasBuilder GetSasBuilder(
        TableAccountSasPermissions permissions, TableAccountSasResourceTypes resourceTypes, DateTimeOffset expiresOn) =>
        new(permissions, resourceTypes, expiresOn);

    /// <summary>A signature of the account, still to be signed.</summary>
    public virtual TableAccountSasBuilder GetSasBuilder(string rawPermissions, TableAccountSasResourceTypes resourceTypes, DateTimeOffset expiresOn) =>
        new(rawPermissions, resourceTypes, expiresOn);

    /// <summary>The account's address with a signature by the client's own key.</summary>
    /// <exception cref="InvalidOperationException">The client has no key.</exception>
    public virtual Uri GenerateSasUri(
        TableAccountSasPermissions permissions, TableAccountSasResourceTypes resourceTypes, DateTimeOffset expiresOn) =>
        GenerateSasUri(GetSasBuilder(permissions, resourceTypes, expiresOn));

    /// <summary>The account's address with a signature by the client's own key.</summary>
    /// <exception cref="InvalidOperationException">The client has no key.</exception>
    public virtual Uri GenerateSasUri(TableAccountSasBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new UriBuilder(Uri) { Query = builder.Sign(_connection.RequireKey()) }.Uri;
    }

    private async Task<Page<TableItem>> FetchAsync(string? filter, string? token, int? size, CancellationToken cancellationToken)
    {
        using var message = _connection.Message(RequestMethod.Get, "/Tables", Accepted.Read);
        Paging.Append(message.Request.Uri, filter, size);
        if (token is not null)
        {
            message.Request.Uri.AppendQuery("NextTableName", token, escapeValue: true);
        }

        var response = await _connection.SendAsync(message, cancellationToken).ConfigureAwait(false);
        using var body = JsonDocument.Parse(response.Content.ToMemory());
        TableItem[] tables = [.. body.RootElement.GetProperty("value").EnumerateArray().Select(t => new TableItem(t.GetProperty("TableName").GetString()!))];
        response.Headers.TryGetValue("x-ms-continuation-NextTableName", out var next);
        return Page<TableItem>.FromValues(tables, next, response);
    }
}
