using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Percept.Imaging;
using Percept.Onnx.Graphs;

namespace Percept.Explorer.Live;

/// <summary>Where the live page posts images. It costs computing time, so only this site's own page is answered, and only within limits.</summary>
static class LiveEndpoint
{
    /// <summary>The most bytes that an image may have.</summary>
    internal const int MostBytes = 16 << 20;

    /// <summary>The header with the token that is in the page. No other site can set it: that needs a permission which this server never gives.</summary>
    internal const string TokenHeader = "X-Percept-Token";

    /// <summary>What an image may be.</summary>
    internal static ReadOptions Reading { get; } = new() { MaximumPixels = 50_000_000, MaximumFrames = 100, MaximumBytes = MostBytes };

    internal static async Task AnswerAsync(HttpContext http, LiveWatch live)
    {
        var request = http.Request;
        if (!HttpMethods.IsPost(request.Method)) await RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "Images are posted here.");
        else if (!IsOwn(request, live.Token)) await RefuseAsync(http, StatusCodes.Status403Forbidden, "Only the live page of this server may post images. Load the page again.");
        else if (request.ContentLength > MostBytes) await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, TooLarge);
        else await LookAsync(http, live);
    }

    static string TooLarge => $"The image has more than {MostBytes >> 20} MiB, the most that is taken.";

    static bool IsOwn(HttpRequest request, string token) =>
        request.Headers.Origin == $"{request.Scheme}://{request.Host}"
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers[TokenHeader].ToString()), Encoding.UTF8.GetBytes(token));

    static async Task LookAsync(HttpContext http, LiveWatch live)
    {
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var image = body.ToArray();
            if (!IsPhoto(image))
            {
                await RefuseAsync(http, StatusCodes.Status415UnsupportedMediaType, "Only JPEG, PNG and WebP images are looked at.");
                return;
            }

            var answer = await live.LookAsync(image, http.RequestAborted);
            (http.Response.ContentType, http.Response.ContentLength) = ("application/octet-stream", answer.Length);
            await http.Response.Body.WriteAsync(answer, http.RequestAborted);
        }
        catch (Exception error) when (error is PictureException or GraphException)
        {
            await RefuseAsync(http, StatusCodes.Status422UnprocessableEntity, error.Message);
        }
        catch (BadHttpRequestException error)
        {
            await RefuseAsync(http, error.StatusCode, error.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge : "The image did not arrive whole.");
        }
        catch (OperationCanceledException)
        {
            // Whoever asked has gone.
        }
    }

    /// <remarks>By their first bytes: what else the library reads, SVG above all, is more than a frame needs to be.</remarks>
    static bool IsPhoto(byte[] image) => image is [0xFF, 0xD8, 0xFF, ..] or [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..];

    static Task RefuseAsync(HttpContext http, int status, string sentence)
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, "text/plain; charset=utf-8");
        if (status == StatusCodes.Status405MethodNotAllowed) http.Response.Headers.Allow = "POST";
        return http.Response.WriteAsync(sentence, http.RequestAborted);
    }
}
