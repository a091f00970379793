namespace Campaigns.App.Evidence;

/// <summary>Reads a file part by part through one buffer; what is asked for beyond its end is an <see cref="EndOfStreamException"/>.</summary>
internal sealed class PartReader(Stream inner, CancellationToken cancellationToken)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _length;

    public async ValueTask<byte> ByteAsync()
    {
        if (_at == _length)
            await FillAsync();
        return _buffer[_at++];
    }

    public async ValueTask<byte[]> BytesAsync(int count)
    {
        var bytes = new byte[count];
        for (var got = 0; got < count;)
        {
            if (_at == _length)
                await FillAsync();
            var taken = Math.Min(count - got, _length - _at);
            _buffer.AsSpan(_at, taken).CopyTo(bytes.AsSpan(got));
            (got, _at) = (got + taken, _at + taken);
        }
        return bytes;
    }

    public Task CopyAsync(long count, Stream to) => PassAsync(count, to);

    public Task SkipAsync(long count) => PassAsync(count, null);

    public ValueTask SeekAsync(long position)
    {
        inner.Position = position;
        (_at, _length) = (0, 0);
        return ValueTask.CompletedTask;
    }

    /// <summary>Copies until a marker of a JPEG: what comes before the 0xFF that no data follows. Answers the marker's code.</summary>
    public async ValueTask<byte> CopyToMarkerAsync(Stream to)
    {
        while (true)
        {
            if (_at == _length)
                await FillAsync();
            var found = _buffer.AsSpan(_at, _length - _at).IndexOf((byte)0xFF);
            var data = found < 0 ? _length - _at : found;
            await to.WriteAsync(_buffer.AsMemory(_at, data), cancellationToken);
            _at += data;
            if (found < 0)
                continue;
            _at++;
            var code = await ByteAsync();
            while (code == 0xFF)
                code = await ByteAsync();
            // A stuffed zero and the restart marks belong to the data.
            if (code is not (0 or (>= 0xD0 and <= 0xD7)))
                return code;
            await to.WriteAsync(new byte[] { 0xFF, code }, cancellationToken);
        }
    }

    private async Task PassAsync(long count, Stream? to)
    {
        while (count > 0)
        {
            if (_at == _length)
                await FillAsync();
            var taken = (int)Math.Min(count, _length - _at);
            if (to is not null)
                await to.WriteAsync(_buffer.AsMemory(_at, taken), cancellationToken);
            (count, _at) = (count - taken, _at + taken);
        }
    }

    private async Task FillAsync()
    {
        (_at, _length) = (0, await inner.ReadAsync(_buffer, cancellationToken));
        if (_length == 0)
            throw new EndOfStreamException();
    }
}
