"""The headless side of the CMS: pages, images and documents of the site asked for, as JSON."""

from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

cms_api = WagtailAPIRouter("cms_api")
cms_api.register_endpoint("pages", PagesAPIViewSet)
cms_api.register_endpoint("images", ImagesAPIViewSet)
cms_api.register_endpoint("documents", DocumentsAPIViewSet)
