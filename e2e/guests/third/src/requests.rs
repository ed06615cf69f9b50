//! Requests over HTTP.

use crate::wasi::http0_3_0::client::send;
use crate::wasi::http0_3_0::types::{ErrorCode, Fields, Method, Request, Response, Scheme};
use crate::{all, wit_future, wit_stream};

type Said = Result<String, ErrorCode>;

pub async fn get(url: &str) -> Said {
    let (_, trailers) = wit_future::new(|| Ok(None));
    let (request, _) = Request::new(Fields::new(), None, trailers, None);
    aimed(&request, Method::Get, url);
    told(send(request).await?).await
}

pub async fn post(url: &str, body: &str) -> Said {
    let (mut writer, reader) = wit_stream::new();
    let (trailers_writer, trailers) = wit_future::new(|| Ok(None));
    let headers = Fields::new();
    headers.append("content-type", b"text/plain").expect("a header");
    let (request, sent) = Request::new(headers, Some(reader), trailers, None);
    aimed(&request, Method::Post, url);
    let bytes = Vec::from(body);
    wit_bindgen::spawn_local(async move {
        writer.write_all(bytes).await;
        drop(writer);
        let _ = trailers_writer.write(Ok(None)).await;
    });
    let response = send(request).await?;
    sent.await?;
    told(response).await
}

fn aimed(request: &Request, method: Method, url: &str) {
    let (authority, path) = url.split_once('/').expect("a path");
    request.set_method(&method).expect("a method");
    request.set_scheme(Some(&Scheme::Https)).expect("a scheme");
    request.set_authority(Some(authority)).expect("an authority");
    request.set_path_with_query(Some(&format!("/{path}"))).expect("a path");
}

/// The status, one header and the body.
async fn told(response: Response) -> Said {
    let status = response.get_status_code();
    let kind = response.get_headers().get("content-type");
    let (writer, read) = wit_future::new(|| Ok(()));
    let (stream, trailers) = Response::consume_body(response, read);
    let text = all(stream).await;
    trailers.await?;
    let _ = writer.write(Ok(())).await;
    Ok(format!("{status} {} {text}", kind.first().map_or("", |value| std::str::from_utf8(value).unwrap_or("?"))))
}
