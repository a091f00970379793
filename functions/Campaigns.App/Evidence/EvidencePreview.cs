using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Evidence;

/// <summary>
/// A picture to be looked at, without what it says of place, time and device (D2). It may be shown in a page; the page can run nothing of it. A picture that
/// turns out to be none of its kind, or of too many points, is answered with 422 where nothing of it was sent, and broken off otherwise.
/// </summary>
internal sealed class EvidencePreview(EvidenceFile file, Func<CancellationToken, Task<Stream>> open) : IResult
{
    private const int Buffered = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var etag = $"\"{file.Sha256}-preview\"";
        if (request.Headers.IfNoneMatch.Contains(etag))
        {
            response.Headers.ETag = etag;
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        await using var content = await open(httpContext.RequestAborted);
        var body = new HeldBody(response, () =>
        {
            response.ContentType = file.Type;
            response.Headers.ETag = etag;
            response.Headers.ContentDisposition = "inline";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            response.Headers.CacheControl = "private, no-cache";
        });
        await using var buffered = new BufferedStream(body, Buffered);
        var whole = await ImageStrip.WriteAsync(file.Type, content, buffered, httpContext.RequestAborted);
        if (whole)
            await buffered.FlushAsync(httpContext.RequestAborted);
        else if (response.HasStarted || body.HasBegun)
            httpContext.Abort();
        else
            body.Drop();
        if (!whole && !body.HasBegun)
        {
            await Problems.Of(StatusCodes.Status422UnprocessableEntity, "previewNone", "The picture cannot be shown; it can be downloaded.")
                .ExecuteAsync(httpContext);
        }
    }

    /// <summary>The answer's body, whose headers are written with its first bytes.</summary>
    private sealed class HeldBody(HttpResponse response, Action begin) : Stream
    {
        private bool _dropped;

        public bool HasBegun { get; private set; }
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <summary>What is still in the buffer goes nowhere.</summary>
        public void Drop() => _dropped = true;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_dropped || buffer.Length == 0)
                return;
            if (!HasBegun)
                begin();
            HasBegun = true;
            await response.Body.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (!_dropped && count > 0)
                throw new NotSupportedException("Previews are written asynchronously.");
        }
    }
}
