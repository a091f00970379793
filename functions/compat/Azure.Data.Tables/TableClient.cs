using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Rest;
using Azure.Data.Tables.Sas;
using Azure.Data.Tables.Serialization;

namespace Azure.Data.Tables;

/// <summary>One table: its rows and itself. Safe for use from many threads.</summary>
public class TableClient
{
    private readonly TableConnection _connection;

    /// <summary>A client of a table of the account that a connection string names.</summary>
    public TableClient(string connectionString, string tableName) : this(connectionString, tableName, null)
    {
    }

    /// <summary>A client of a table of the account that a connection string names.</summary>
    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _connection = ConnectionString.Parse(connectionString).Connect(options);
        Name = tableName;
    }

    /// <summary>A client of a table of the account at <paramref name="endpoint"/>.</summary>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential) : this(endpoint, tableName, credential, null)
    {
    }

    /// <summary>A client of a table of the account at <paramref name="endpoint"/>.</summary>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        ArgumentNullException.ThrowIfNull(credential);
        _connection = new TableConnection(TableConnection.Split(endpoint).Endpoint, credential, options);
        Name = tableName;
    }

    /// <summary>A client of a table by tokens of an identity; requests over plain http are refused when they are sent.</summary>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        ArgumentNullException.ThrowIfNull(tokenCredential);
        _connection = new TableConnection(TableConnection.Split(endpoint).Endpoint, tokenCredential, options);
        Name = tableName;
    }

    /// <summary>A client of the table at an address, by a shared access signature which its owner may renew; http is for the local machine only.</summary>
    public TableClient(Uri endpoint, AzureSasCredential credential, TableClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        (var account, var tableName) = TableConnection.Split(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        Name = tableName;
        _connection = new TableConnection(account, credential, options);
    }

    /// <summary>A client of the table at an address, by the shared access signature in its query.</summary>
    public TableClient(Uri endpoint, TableClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        (var account, var tableName) = TableConnection.Split(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        Name = tableName;
        _connection = new TableConnection(account, options);
    }

    /// <summary>For derived test doubles.</summary>
    protected TableClient()
    {
        _connection = null!;
        Name = null!;
    }

    internal TableClient(TableConnection connection, string name)
    {
        _connection = connection;
        Name = name;
    }

    /// <summary>The account.</summary>
    public virtual string AccountName => _connection.AccountName;

    /// <summary>The table's name.</summary>
    public virtual string Name { get; }

    /// <summary>The table's address.</summary>
    public virtual Uri Uri => new($"{_connection.EndpointText}/{Name}");

    /// <summary>A filter whose arguments are escaped literals.</summary>
    public static string CreateQueryFilter(FormattableString filter) => Filter.Create(filter)!;

    /// <summary>Creates the table.</summary>
    /// <exception cref="RequestFailedException">409 TableAlreadyExists, among others.</exception>
    public virtual async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        Response.FromValue(new TableItem(Name), await CreateAsync(Accepted.Created, cancellationToken).ConfigureAwait(false));

    /// <summary>Creates the table unless it is there; the raw response's status is then 409.</summary>
    /// <exception cref="RequestFailedException">409 TableBeingDeleted, among others.</exception>
    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        var response = await CreateAsync(Accepted.CreatedOrThere, cancellationToken).ConfigureAwait(false);
        if (response.Status == 409 && new RequestFailedException(response, null, ErrorParser.Instance) is { } failure
            && failure.ErrorCode == nameof(TableErrorCode.TableBeingDeleted))
        {
            throw failure;
        }

        return Response.FromValue(new TableItem(Name), response);
    }

    /// <summary>Deletes the table; a missing one is answered with status 404, not with an exception.</summary>
    public virtual async Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        using var message = _connection.Message(RequestMethod.Delete, $"/Tables('{Name}')", Accepted.GoneOrMissing, formatted: false);
        return await _connection.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Inserts a row. Its new ETag is in the response's headers; <paramref name="entity"/> stays as it is.</summary>
    /// <exception cref="RequestFailedException">409 EntityAlreadyExists, among others.</exception>
    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) where T : ITableEntity
    {
        Keys.Check(entity);
        using var message = _connection.Message(RequestMethod.Post, $"/{Name}", Accepted.Created);
        message.Request.Headers.Add("Prefer", "return-no-content");
        return await _connection.SendAsync(message, entity, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a row.</summary>
    /// <exception cref="RequestFailedException">404 ResourceNotFound, among others.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await GetAsync(partitionKey, rowKey, select, Accepted.Read, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(EntityReader.ReadOne<T>(response.Content.ToMemory().Span), response);
    }

    /// <summary>Reads a row that may be missing, or whose table may be.</summary>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await GetAsync(partitionKey, rowKey, select, Accepted.ReadOrMissing, cancellationToken).ConfigureAwait(false);
        return response.Status == 404
            ? new MissingRow<T>(response)
            : Response.FromValue(EntityReader.ReadOne<T>(response.Content.ToMemory().Span), response);
    }

    /// <summary>Inserts a row, or merges it into or puts it over the stored one, whatever its version.</summary>
    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        Keys.Check(entity);
        return WriteAsync(entity, null, mode, cancellationToken);
    }

    /// <summary>Merges a row into, or puts it over, the stored one while that still has the version <paramref name="ifMatch"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="ifMatch"/> is default; <see cref="ETag.All"/> says that any version will do.</exception>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied; 404 ResourceNotFound; others.</exception>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        Keys.Check(entity);
        return ifMatch == default
            ? throw new ArgumentException("Value cannot be empty.", nameof(ifMatch))
            : WriteAsync(entity, ifMatch.ToString(), mode, cancellationToken);
    }

    /// <summary>Deletes a row while it has the version <paramref name="ifMatch"/> (default: any); a missing row is answered with status 404.</summary>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied, among others.</exception>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        using var message = _connection.Message(RequestMethod.Delete, TableConnection.RowPath(Name, partitionKey, rowKey), Accepted.Gone);
        message.Request.Headers.Add("If-Match", ifMatch == default ? "*" : ifMatch.ToString());
        return await _connection.SendAsync(message, cancellationToken, handedBack: 404).ConfigureAwait(false);
    }

    /// <summary>Deletes a row while it has the version <paramref name="ifMatch"/> (default: any, the row's own ETag is not used).</summary>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied, among others.</exception>
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        Keys.Check(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <summary>The rows that <paramref name="filter"/> names, in order of their keys; asked for page by page while they are enumerated.</summary>
    /// <param name="filter">The protocol's filter; null for all rows.</param>
    /// <param name="maxPerPage">Rows per request at most; the total has no limit.</param>
    /// <param name="select">The properties to read, keys included; null for all.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        new TablePages<T>((token, size, cancellation) => FetchAsync<T>(filter, select, token, size, cancellation), maxPerPage, cancellationToken);

    /// <summary>Does all of <paramref name="transactionActions"/> or none: at most 100, each on another row of one partition, 4 MiB in all.</summary>
    /// <returns>The answers in the order of the actions, each with its row's new ETag.</returns>
    /// <exception cref="InvalidOperationException">There are no actions.</exception>
    /// <exception cref="TableTransactionFailedException">The service refused one of the actions, and so did none.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var body = new PooledBuffer(16 * 1024);
        var (count, contentType) = BatchWriter.Write(body, _connection.EndpointText, Name, transactionActions);
        if (count == 0)
        {
            throw new InvalidOperationException("The batch contains no entity operations.");
        }

        using var message = _connection.Message(RequestMethod.Post, "/$batch", Accepted.Batch, formatted: false);
        var response = await _connection.SendAsync(message, body, contentType, cancellationToken).ConfigureAwait(false);
        var answers = BatchReader.Read(response);
        if (answers.Find(a => a.IsError) is { } refused)
        {
            throw new TableTransactionFailedException(new RequestFailedException(refused, null, ErrorParser.Instance));
        }

        return Response.FromValue<IReadOnlyList<Response>>(answers, response);
    }

    /// <summary>A signature of the table, still to be signed.</summary>
    public virtual TableSasBuilder GetSasBuilder(TableSasPermissions permissions, DateTimeOffset expiresOn) => new(Name, permissions, expiresOn);

    /// <summary>A signature of the table, still to be signed.</summary>
    public virtual TableSasBuilder GetSasBuilder(string rawPermissions, DateTimeOffset expiresOn) => new(Name, rawPermissions, expiresOn);

    /// <summary>The table's address with a signature by the client's own key.</summary>
    /// <exception cref="InvalidOperationException">The client has no key.</exception>
    public virtual Uri GenerateSasUri(TableSasPermissions permissions, DateTimeOffset expiresOn) => GenerateSasUri(GetSasBuilder(permissions, expiresOn));

    /// <summary>The table's address with a signature by the client's own key.</summary>
    /// <exception cref="InvalidOperationException">The client has no key.</exception>
    /// <exception cref="ArgumentException">The builder is for another table.</exception>
    public virtual Uri GenerateSasUri(TableSasBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.TableName == Name
            ? new UriBuilder(Uri) { Query = builder.Sign(_connection.RequireKey()) }.Uri
            : throw new ArgumentException($"{nameof(builder.TableName)} must be {Name}, as the client's.", nameof(builder));
    }

    private async Task<Response> CreateAsync(ResponseClassifier accepted, CancellationToken cancellationToken)
    {
        var body = new PooledBuffer(128);
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("TableName", Name);
            writer.WriteEndObject();
        }

        using var message = _connection.Message(RequestMethod.Post, "/Tables", accepted);
        if (accepted == Accepted.CreatedOrThere)
        {
            message.Request.Headers.Add("Prefer", "return-no-content");
        }

        return await _connection.SendAsync(message, body, TableConnection.Json, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Response> GetAsync(
        string partitionKey, string rowKey, IEnumerable<string>? select, ResponseClassifier accepted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        using var message = _connection.Message(RequestMethod.Get, TableConnection.RowPath(Name, partitionKey, rowKey), accepted);
        Paging.Select(message.Request.Uri, select);
        return await _connection.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Response> WriteAsync(ITableEntity entity, string? condition, TableUpdateMode mode, CancellationToken cancellationToken)
    {
        var method = mode switch
        {
            TableUpdateMode.Merge => RequestMethod.Patch,
            TableUpdateMode.Replace => RequestMethod.Put,
            _ => throw new ArgumentException($"Unexpected value for {nameof(mode)}: {mode}"),
        };
        using var message = _connection.Message(method, TableConnection.RowPath(Name, entity.PartitionKey, entity.RowKey), Accepted.Written);
        if (condition is not null)
        {
            message.Request.Headers.Add("If-Match", condition);
        }

        return await _connection.SendAsync(message, entity, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Page<T>> FetchAsync<T>(
        string? filter, IEnumerable<string>? select, string? token, int? size, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        using var message = _connection.Message(RequestMethod.Get, $"/{Name}()", Accepted.Read);
        Paging.Append(message.Request.Uri, filter, size, select);
        RowContinuation.Append(message.Request.Uri, token);
        var response = await _connection.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Page<T>.FromValues(EntityReader.ReadPage<T>(response.Content.ToMemory().Span), RowContinuation.Of(response), response);
    }
}
