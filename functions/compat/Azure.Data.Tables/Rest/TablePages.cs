using System.Runtime.CompilerServices;

namespace Azure.Data.Tables.Rest;

/// <summary>Pages that are asked for when somebody wants them, one request each, until the service names no next one.</summary>
/// <param name="fetch">Asks for the page at a continuation token (null: the first).</param>
/// <param name="pageSize">Rows per page; null: as many as the service gives.</param>
internal sealed class TablePages<T>(TablePages<T>.Fetch fetch, int? pageSize, CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken) where T : notnull
{
    public delegate Task<Page<T>> Fetch(string? continuationToken, int? pageSize, CancellationToken cancellationToken);

    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        Pages(continuationToken, pageSizeHint ?? pageSize, CancellationToken);

    private async IAsyncEnumerable<Page<T>> Pages(string? continuationToken, int? size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        do
        {
            var page = await fetch(continuationToken, size, cancellation).ConfigureAwait(false);
            continuationToken = page.ContinuationToken;
            yield return page;
        }
        while (continuationToken is not null);
    }
}
